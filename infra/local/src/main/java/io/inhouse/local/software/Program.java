package io.inhouse.local.software;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the repository builds and the platform runs. */
public enum Program {
    AUDIT("services/audit/server", Kind.SERVER),
    DATASETS("services/datasets/server", Kind.SERVER),
    REGISTRY("model-registry/server", Kind.SERVER),
    TUNING("tuning-jobs/server", Kind.SERVER),
    INFERENCE("services/inference/server", Kind.SERVER),
    PORTAL("services/portal", Kind.SERVER),
    KAFKA("infra/kafka", Kind.PLAIN),
    TRAINER("tuning-jobs/trainer", Kind.PLAIN),
    DOOR("infra/local", Kind.PLAIN),
    /** Run where it was built; not installed. */
    BENCH("tuning-jobs/bench", Kind.TOOL);

    /** How it is packed. */
    enum Kind {
        /** A Quarkus application. */
        SERVER,
        /** Classes and a file that lists the jars they need. */
        PLAIN,
        /** As PLAIN, but not part of a platform. */
        TOOL
    }

    private final String module;
    private final Kind kind;

    Program(String module, Kind kind) {
        this.module = module;
        this.kind = kind;
    }

    /** Lower case, as in part names. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names of our own servers, in the order in which they are listed to people. */
    public static List<String> servers() {
        return Arrays.stream(values())
                .filter(program -> program.kind == Kind.SERVER)
                .map(Program::lowerCase)
                .toList();
    }

    /** Everything a platform consists of. */
    public static List<Program> installed() {
        return Arrays.stream(values())
                .filter(program -> program.kind != Kind.TOOL)
                .toList();
    }

    String module() {
        return module;
    }

    boolean isServer() {
        return kind == Kind.SERVER;
    }

    Path folder(Path repository) {
        return repository.resolve(module).resolve("target");
    }

    /** Lists the jars of a program that is not a server. */
    Path classPathFile(Path repository) {
        return folder(repository).resolve(this == KAFKA ? "broker.classpath" : "run.classpath");
    }

    /** Exists if the build was completed. */
    Path output(Path repository) {
        return isServer() ? folder(repository).resolve("quarkus-app/quarkus-run.jar") : classPathFile(repository);
    }
}
