package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.people.Session;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.wiring.Clocks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What has to be there before a storm: the people, a base model, an approved dataset version to train on. */
final class Stage {
    static final String PURPOSE = "customer-service";
    private static final String PROJECT = "demo";
    private static final String PLATFORM = "platform";
    private static final int ROWS = 16;

    private final Platform platform;
    private final HttpClient http;
    private final Duration patience;

    Stage(Platform platform, HttpClient http, Duration patience) {
        this.platform = platform;
        this.http = http;
        this.patience = patience;
    }

    /** A new session, because one is not for several threads. */
    Session person(String name) throws IOException {
        String secret = Secrets.open(platform.folders()).secret("client." + Logins.DEMO_CLIENT);
        String project = List.of("olga", "ada").contains(name) ? PLATFORM : PROJECT;
        String password = platform.logins().of(name).password();
        return session(project, new Session.Login(name, password, Logins.DEMO_CLIENT, secret));
    }

    Session application() {
        return session(PROJECT, new Session.Key(platform.apiKey()));
    }

    private Session session(String project, Session.Credential credential) {
        return new Session(http, Clocks.ofThisMachine(), platform.origin(), project, credential, patience);
    }

    /** Its name. */
    String baseModel(Path directory) throws IOException, InterruptedException {
        JsonNode base = person("ada")
                .post(
                        "/api/models/base",
                        Map.of(
                                "name", directory.getFileName().toString(),
                                "directory", directory.toAbsolutePath().toString(),
                                "licence", "see the model's own licence",
                                "source", "a local directory"));
        return base.path("name").asText();
    }

    /** Its id. */
    String dataset(String name) throws IOException, InterruptedException {
        return person("sara")
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
        Session sara = person("sara");
        String versions = "/api/datasets/" + dataset + "/versions";
        String id = sara.post(versions, Map.of("seed", 1)).path("id").asText();
        byte[] rows = Samples.rows(0, ROWS).getBytes(StandardCharsets.UTF_8);
        sara.once(versions + "/" + id + "/rows?split=train", key, "application/jsonl", rows);
        sara.post(versions + "/" + id + "/seal", Map.of());
        person("amir").post(versions + "/" + id + "/approve", Map.of("comment", "rows to train on"));
        return id;
    }
}
