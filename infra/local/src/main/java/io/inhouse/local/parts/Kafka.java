package io.inhouse.local.parts;

import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.software.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Kafka broker, which is its own controller. */
public final class Kafka implements Part {
    public static final String NAME = "kafka";
    private static final int HEAP_MEGABYTES = 256;

    private final Context context;

    public Kafka(Context context) {
        this.context = context;
    }

    static String bootstrapServers(Context context) {
        return "127.0.0.1:" + context.ports().reach(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of("build");
    }

    @Override
    public List<Integer> ports() {
        return List.of(context.ports().of(NAME), context.ports().of("kafka-controller"));
    }

    @Override
    public Command command() throws IOException {
        Path data = context.home().data().resolve("kafka");
        List<String> arguments = new ArrayList<>(Jvm.small(context.home(), NAME, HEAP_MEGABYTES));
        arguments.addAll(List.of(
                "-Dorg.apache.logging.log4j.level=WARN",
                "-cp",
                context.installation().get().classPath(Program.KAFKA),
                "io.inhouse.kafka.KafkaBroker",
                data.toString(),
                Integer.toString(context.ports().of(NAME)),
                Integer.toString(context.ports().of("kafka-controller"))));
        if (context.ports().reach(NAME) != context.ports().of(NAME)) {
            // Clients go on to the address that the broker tells them.
            arguments.add("--advertise=" + context.ports().reach(NAME));
        }
        return new Command(
                arguments, Command.environment(Map.of()), context.home().root());
    }

    @Override
    public boolean isReady() {
        return Health.kafkaAnswers(context.ports().of(NAME));
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return Jvm.isMarked(entry, context.home(), NAME);
    }
}
