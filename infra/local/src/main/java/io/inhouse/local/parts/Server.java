package io.inhouse.local.parts;

import io.inhouse.local.home.Home;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.progress.Line;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.software.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One of our own servers: a Quarkus application, configured through its environment as it is in Kubernetes. */
public final class Server implements Part {
    private static final Set<String> WITHOUT_DATABASE = Set.of("portal");
    private static final Map<String, Integer> HEAP_MEGABYTES =
            Map.of("datasets", 256, "audit", 224, "registry", 192, "tuning", 192, "inference", 512, "portal", 128);
    /** Measured need of a trainer's Java side; weights and activations live outside the heap. */
    private static final int TRAINER_HEAP_MEGABYTES = 384;

    private final Context context;
    private final String name;

    public Server(Context context, String name) {
        this.context = context;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> needs() {
        return List.of("build", PostgreSql.NAME, Kafka.NAME, Keycloak.NAME);
    }

    @Override
    public List<Integer> ports() {
        return List.of(context.ports().of(name));
    }

    /** What a killed process left behind goes: it may be an adapter or a bundle in the clear. */
    @Override
    public void prepare(Line line) throws IOException {
        Path temporary = context.home().temporary(name);
        ForeignSoftware.delete(temporary);
        Home.directory(temporary);
    }

    @Override
    public Command command() throws IOException {
        int heap = HEAP_MEGABYTES.getOrDefault(name, 192);
        // Inference computes in Java as well (sampling, tokens), so it gets the optimising compiler.
        List<String> arguments = new ArrayList<>(
                name.equals("inference")
                        ? Jvm.marked(context.home(), name, heap)
                        : Jvm.small(context.home(), name, heap));
        Path program = context.installation().get().program(Program.valueOf(name.toUpperCase(Locale.ROOT)));
        arguments.addAll(Jvm.startArchive(program.resolve("start.jsa")));
        arguments.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + context.home().temporary(name),
                "-jar",
                program.resolve("quarkus-run.jar").toString()));
        return new Command(
                arguments, Command.environment(environment()), context.home().root());
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(context.ports().of(name)));
        environment.put("QUARKUS_PROFILE", "prod");
        if (!WITHOUT_DATABASE.contains(name)) {
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", PostgreSql.jdbcUrl(context, name));
            environment.put("QUARKUS_DATASOURCE_USERNAME", name);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", PostgreSql.password(context, name));
        }
        Egress.passOn(environment);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", Kafka.bootstrapServers(context));
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", Keycloak.directUrl(context));
        environment.put("QUARKUS_OIDC_TOKEN_ISSUER", Keycloak.issuer(context));
        // The portal logs people in; it acts with their tokens and has no account of its own.
        String client = name.equals("portal") ? name : "svc-" + name;
        environment.put("QUARKUS_OIDC_CLIENT_ID", client);
        environment.put("QUARKUS_OIDC_CREDENTIALS_SECRET", Realm.clientSecret(context, client));
        if (name.equals("inference")) {
            environment.put("INHOUSE_API_KEYS_CLIENT_SECRET", Realm.clientSecret(context, "svc-keys"));
        }
        environment.put(
                "INHOUSE_IDENTITY_KEY_SET_FILE",
                context.home()
                        .data()
                        .resolve("key-sets")
                        .resolve(name + ".json")
                        .toString());
        if (name.equals("portal")) {
            environment.put(
                    "QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET",
                    context.secrets().secret("portal.session"));
        }
        for (String server : Program.servers()) {
            environment.put(
                    "INHOUSE_" + server.toUpperCase(Locale.ROOT) + "_URL",
                    "http://127.0.0.1:" + context.ports().reach(server));
        }
        environment.put("INHOUSE_ORIGIN", context.ports().origin());
        environment.put("INHOUSE_KEYSTORE_PATH", context.home().keystore().toString());
        environment.put("INHOUSE_KEYSTORE_PASSWORD", context.secrets().secret("keystore"));
        environment.put("INHOUSE_KEYS_JDBC_URL", PostgreSql.jdbcUrl(context, "keys"));
        environment.put("INHOUSE_KEYS_USERNAME", "keys");
        environment.put("INHOUSE_KEYS_PASSWORD", PostgreSql.password(context, "keys"));
        environment.put(
                "INHOUSE_ARTEFACTS_DIRECTORY", context.home().artefacts().toString());
        environment.put("INHOUSE_MODELS_DIRECTORY", context.home().models().toString());
        environment.put("INHOUSE_WORK_DIRECTORY", context.home().work().toString());
        environment.put("INHOUSE_RECORDING_SERVICE", name);
        environment.put(
                "INHOUSE_AUDIT_HEAD_DIRECTORY", context.home().auditHead().toString());
        environment.put(
                "INHOUSE_AUDIT_ORIGIN",
                "inhouse.local/" + context.secrets().secret("log.name").substring(0, 8));
        if (name.equals("tuning")) {
            environment.put("INHOUSE_TUNING_TRAINER_COMMAND", String.join(",", trainerCommand()));
        }
        return environment;
    }

    private List<String> trainerCommand() {
        List<String> command = new ArrayList<>(Jvm.marked(context.home(), "trainer", TRAINER_HEAP_MEGABYTES));
        // Weights on their way into a training snapshot pass through direct buffers, which nothing else frees in time.
        command.addAll(List.of(
                "-XX:MaxDirectMemorySize=96m",
                "-cp",
                context.installation().get().classPath(Program.TRAINER),
                "io.inhouse.training.worker.TrainerProcess"));
        return command.stream().map(word -> word.replace(",", "\\,")).toList();
    }

    @Override
    public boolean isReady() {
        return Health.answers(context.ports().of(name), "/q/health/ready", 200);
    }

    /** Long enough to write the archive of {@link Jvm#startArchive} on a busy machine. */
    @Override
    public Duration grace() {
        return Duration.ofSeconds(90);
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return Jvm.isMarked(entry, context.home(), name);
    }
}
