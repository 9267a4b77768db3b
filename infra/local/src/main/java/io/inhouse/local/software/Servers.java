package io.inhouse.local.software;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the modules of the repository put what the platform runs. */
public final class Servers {
    /** Module folder of each Quarkus server. */
    static final Map<String, String> QUARKUS = new LinkedHashMap<>();
    /** Module folder of each plain Java program; its class path is listed in a file. */
    static final Map<String, String> PLAIN = new LinkedHashMap<>();

    static {
        QUARKUS.put("audit", "services/audit/server");
        QUARKUS.put("datasets", "services/datasets/server");
        QUARKUS.put("registry", "model-registry/server");
        QUARKUS.put("tuning", "tuning-jobs/server");
        QUARKUS.put("inference", "services/inference/server");
        QUARKUS.put("portal", "services/portal");
        PLAIN.put("kafka", "infra/kafka");
        PLAIN.put("trainer", "tuning-jobs/trainer");
        PLAIN.put("door", "infra/local");
    }

    private Servers() {}

    /** Our own servers in the order in which they are listed to people. */
    public static List<String> names() {
        return List.copyOf(QUARKUS.keySet());
    }

    static List<Path> outputs(Path repository) {
        return Stream.concat(
                        QUARKUS.values().stream()
                                .map(module ->
                                        repository.resolve(module).resolve("target/quarkus-app/quarkus-run.jar")),
                        PLAIN.values().stream().map(module -> Installation.classPathFile(repository, module)))
                .toList();
    }
}
