package io.inhouse.local.parts;

import io.inhouse.local.home.Ports;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.software.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The door, opened last: who can reach it can use the platform. */
public final class DoorPart implements Part {
    public static final String NAME = Ports.DOOR;
    private static final int HEAP_MEGABYTES = 64;

    private final Context context;

    public DoorPart(Context context) {
        this.context = context;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return Program.servers();
    }

    @Override
    public List<Integer> ports() {
        return List.of(context.ports().of(NAME));
    }

    @Override
    public Command command() throws IOException {
        List<String> arguments = new ArrayList<>(Jvm.small(context.home(), NAME, HEAP_MEGABYTES));
        arguments.addAll(List.of(
                "-XX:MaxDirectMemorySize=64m",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                context.installation().get().classPath(Program.DOOR),
                "io.inhouse.local.door.Door",
                "door=" + context.ports().of(NAME),
                "keycloak=" + context.ports().of(Keycloak.NAME)));
        Program.servers()
                .forEach(server -> arguments.add(server + "=" + context.ports().of(server)));
        Map<String, String> environment = new HashMap<>();
        Egress.passOn(environment);
        return new Command(
                arguments, Command.environment(environment), context.home().root());
    }

    /** The door refuses internal addresses itself, so this asks nobody else. */
    @Override
    public boolean isReady() {
        return Health.answers(context.ports().of(NAME), "/internal/", 404);
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return Jvm.isMarked(entry, context.home(), NAME);
    }
}
