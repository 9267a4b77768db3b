package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.people.Cast;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What has to be there before a storm: a base model, and an approved dataset version to train on. */
final class Stage {
    static final String PURPOSE = "customer-service";
    private static final int ROWS = 16;
    private static final int ATTEMPTS = 20;

    private final Cast cast;

    Stage(Cast cast) {
        this.cast = cast;
    }

    /** Tries again for a while: who comes after an earlier storm may meet its last effects. */
    static <T> T calmly(Chore.Request<T> step) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.send();
            } catch (Session.Refused e) {
                if (e.status < 500 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** Its name. */
    String baseModel(Path directory) throws IOException, InterruptedException {
        JsonNode base = cast.person("ada")
                .post(
                        "/api/models/base",
                        Map.of(
                                "name",
                                directory.getFileName().toString(),
                                "directory",
                                directory.toAbsolutePath().toString(),
                                "licence",
                                "see the model's own licence",
                                "source",
                                "a local directory"));
        return base.path("name").asText();
    }

    /** Its id. */
    String dataset(String name) throws IOException, InterruptedException {
        return cast.person("sara")
                .post(
                        "/api/datasets",
                        Map.of(
                                "name", name,
                                "description", "rows that a storm uploads",
                                "purposes", List.of(PURPOSE),
                                "legalBasis", "GDPR Art. 6(1)(e)",
                                "licence", "Apache-2.0",
                                "retention", "P30D"))
                .path("id")
                .asText();
    }

    /** The id of an approved version. */
    String version(String dataset, String key) throws IOException, InterruptedException {
        Session sara = cast.person("sara");
        String versions = "/api/datasets/" + dataset + "/versions";
        String id = sara.post(versions, Map.of("seed", 1)).path("id").asText();
        byte[] rows = Samples.rows(0, ROWS).getBytes(StandardCharsets.UTF_8);
        sara.once(versions + "/" + id + "/rows?split=train", key, "application/jsonl", rows);
        sara.post(versions + "/" + id + "/seal", Map.of());
        cast.person("amir").post(versions + "/" + id + "/approve", Map.of("comment", "rows to train on"));
        return id;
    }
}
