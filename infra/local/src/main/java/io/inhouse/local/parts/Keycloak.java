package io.inhouse.local.parts;

import io.inhouse.local.home.Home;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keycloak, the only issuer. Its realm is imported once, with passwords that exist nowhere else. */
public final class Keycloak implements Part {
    public static final String NAME = "keycloak";
    private static final int HEAP_MEGABYTES = 320;
    /**
     * All names it can look up. Its libraries ask for the machine's own name by address, which would be a question to
     * the organisation's name server; whom it speaks to here, it knows by address.
     */
    private static final String HOSTS = "hosts";

    private final Context context;

    public Keycloak(Context context) {
        this.context = context;
    }

    /** Where servers reach it; the address that people see, and that tokens name, is the door's. */
    static String directUrl(Context context) {
        return "http://127.0.0.1:" + context.ports().reach(NAME) + "/auth/realms/inhouse";
    }

    static String issuer(Context context) {
        return context.ports().origin() + "/auth/realms/inhouse";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of("keycloak software", PostgreSql.NAME);
    }

    @Override
    public List<Integer> ports() {
        return List.of(context.ports().of(NAME), context.ports().of("keycloak-management"));
    }

    @Override
    public void prepare(Line line) throws IOException {
        Path folder = folder();
        layOut(folder);
        String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        Files.writeString(folder.resolve(HOSTS), "127.0.0.1 localhost " + machine + "\n");
        if (isFirstTime()) {
            Realm.write(context, Home.directory(folder.resolve("data/import")).resolve("inhouse-realm.json"));
        }
    }

    @Override
    public Command command() throws IOException {
        Path folder = folder();
        List<String> arguments = new ArrayList<>(Jvm.small(context.home(), NAME, HEAP_MEGABYTES));
        arguments.addAll(Jvm.startArchive(folder.resolve("start.jsa")));
        arguments.addAll(List.of(
                "-XX:MaxMetaspaceSize=256m",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djdk.net.hosts.file=" + folder.resolve(HOSTS),
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dkc.home.dir=" + folder,
                "-Djboss.server.config.dir=" + folder.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-cp",
                folder.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + context.ports().of(NAME),
                "--http-management-port=" + context.ports().of("keycloak-management"),
                "--hostname=" + context.ports().origin() + "/auth",
                "--hostname-backchannel-dynamic=true",
                "--proxy-headers=xforwarded"));
        if (isFirstTime()) {
            arguments.add("--import-realm");
        }
        return new Command(
                arguments,
                Command.environment(Map.of(
                        "KC_DB_URL",
                        PostgreSql.jdbcUrl(context, NAME),
                        "KC_DB_USERNAME",
                        NAME,
                        "KC_DB_PASSWORD",
                        PostgreSql.password(context, NAME),
                        "KC_DB_POOL_INITIAL_SIZE",
                        "1",
                        "KC_DB_POOL_MAX_SIZE",
                        "20",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        context.secrets().password("keycloak.admin"))),
                folder);
    }

    /** A folder of this home's own, because Keycloak writes beside its programs; the programs themselves are shared. */
    private void layOut(Path folder) throws IOException {
        Home.directory(folder);
        Path shared = context.foreign().keycloak();
        for (String name : List.of("lib", "providers", "themes")) {
            Path link = folder.resolve(name);
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(shared.resolve(name))) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, shared.resolve(name));
            }
        }
        Path conf = Home.directory(folder.resolve("conf"));
        try (Stream<Path> files = Files.list(shared.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public boolean isReady() {
        return Health.answers(context.ports().of("keycloak-management"), "/auth/health/ready", 200);
    }

    @Override
    public void afterStart(Line line) throws IOException {
        // The file holds passwords; the database has them hashed now.
        Files.deleteIfExists(folder().resolve("data/import/inhouse-realm.json"));
        if (!RealmAccounts.ensure(context, importedMark())) {
            line.says("its administrator's password was changed, so new accounts were not added: "
                    + "see infra/keycloak/README.md");
        }
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return Jvm.isMarked(entry, context.home(), NAME);
    }

    @Override
    public Duration grace() {
        return Duration.ofSeconds(90);
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(8);
    }

    private Path folder() {
        return context.home().data().resolve(NAME);
    }

    private boolean isFirstTime() {
        return !Files.exists(importedMark());
    }

    private Path importedMark() {
        return folder().resolve("realm-imported");
    }
}
