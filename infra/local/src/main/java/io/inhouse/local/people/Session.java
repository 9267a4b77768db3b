package io.inhouse.local.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One person at the platform's one door: logs in, keeps the access token fresh, speaks JSON. Not for use by several threads. */
public final class Session {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final Clock clock;
    private final URI origin;
    private final String project;
    private final Credential credential;
    private final Duration patience;
    private String token = "";
    private Instant tokenExpires = Instant.EPOCH;

    /** What a caller proves itself with. */
    public sealed interface Credential {}

    /** Who logs in, through which client of the identity provider. */
    public record Login(String user, String password, String clientId, String clientSecret) implements Credential {
        @Override
        public String toString() {
            return "Login[" + user + ", ***]";
        }
    }

    /** An application's key. */
    public record Key(String key) implements Credential {
        @Override
        public String toString() {
            return "Key[***]";
        }
    }

    /** @param patience how long an answer may take */
    public Session(HttpClient http, Clock clock, URI origin, String project, Credential credential, Duration patience) {
        this.http = http;
        this.clock = clock;
        this.origin = origin;
        this.project = project;
        this.credential = credential;
        this.patience = patience;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return json(send(request(path).GET(), BodyHandlers.ofByteArray()), path);
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        return json(
                send(
                        request(path).header("Content-Type", "application/json").POST(publisher),
                        BodyHandlers.ofByteArray()),
                path);
    }

    /** As {@link #post}; repeating it under the same key does nothing twice. */
    public JsonNode postOnce(String path, String idempotencyKey, Object body) throws IOException, InterruptedException {
        return once(path, idempotencyKey, "application/json", JSON.writeValueAsBytes(body));
    }

    /** Sends {@code content} as it is; repeating it under the same key does nothing twice. */
    public JsonNode once(String path, String idempotencyKey, String contentType, byte[] content)
            throws IOException, InterruptedException {
        return json(
                send(
                        request(path)
                                .header("Content-Type", contentType)
                                .header("Idempotency-Key", idempotencyKey)
                                .POST(BodyPublishers.ofByteArray(content)),
                        BodyHandlers.ofByteArray()),
                path);
    }

    /** What {@code path} answers to a GET, as it is. */
    public String text(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request(path).GET(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw refused(response.statusCode(), response.body(), path);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The answer to a POST while it still comes in; the caller closes its body. */
    public HttpResponse<InputStream> open(String path, Object body) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        HttpResponse<InputStream> response = send(
                request(path).header("Content-Type", "application/json").POST(publisher), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            try (InputStream content = response.body()) {
                throw refused(response.statusCode(), content.readAllBytes(), path);
            }
        }
        return response;
    }

    public JsonNode put(String path, Object body) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        return json(
                send(
                        request(path).header("Content-Type", "application/json").PUT(publisher),
                        BodyHandlers.ofByteArray()),
                path);
    }

    /** Streams a file as the body; nothing is held in memory. */
    public JsonNode upload(String path, Path file, String contentType) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofFile(file);
        return json(
                send(request(path).header("Content-Type", contentType).POST(publisher), BodyHandlers.ofByteArray()),
                path);
    }

    /** Saves what {@code path} answers to a POST of {@code body} as {@code file}. */
    public void download(String path, Object body, Path file) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        save(
                send(
                        request(path).header("Content-Type", "application/json").POST(publisher),
                        BodyHandlers.ofInputStream()),
                path,
                file);
    }

    /** Saves what a GET of {@code path} answers as {@code file}. */
    public void fetch(String path, Path file) throws IOException, InterruptedException {
        save(send(request(path).GET(), BodyHandlers.ofInputStream()), path, file);
    }

    private static void save(HttpResponse<InputStream> response, String path, Path file) throws IOException {
        try (InputStream content = response.body()) {
            if (response.statusCode() >= 300) {
                throw refused(response.statusCode(), content.readAllBytes(), path);
            }
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Opens a stream of server-sent events; the caller closes it. */
    public EventStream events(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                send(request(path).header("Accept", "text/event-stream").GET(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            try (InputStream content = response.body()) {
                throw refused(response.statusCode(), content.readAllBytes(), path);
            }
        }
        return new EventStream(response.body());
    }

    private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(origin.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token())
                .header("OpenAI-Project", project);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return http.send(request.build(), handler);
    }

    private String token() throws IOException, InterruptedException {
        return switch (credential) {
            case Key key -> key.key();
            case Login login -> token(login);
        };
    }

    private String token(Login login) throws IOException, InterruptedException {
        if (clock.instant().isBefore(tokenExpires.minus(TOKEN_MARGIN))) {
            return token;
        }
        String form = Map.of(
                        "grant_type", "password",
                        "client_id", login.clientId(),
                        "client_secret", login.clientSecret(),
                        "username", login.user(),
                        "password", login.password(),
                        "scope", "openid")
                .entrySet()
                .stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        origin.resolve("/auth/realms/inhouse/protocol/openid-connect/token"))
                .timeout(patience)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        JsonNode answer = json(http.send(request, BodyHandlers.ofByteArray()), "login of " + login.user());
        token = answer.path("access_token").asText();
        tokenExpires = clock.instant().plusSeconds(answer.path("expires_in").asLong());
        return token;
    }

    private static JsonNode json(HttpResponse<byte[]> response, String what) throws IOException {
        if (response.statusCode() >= 300) {
            throw refused(response.statusCode(), response.body(), what);
        }
        return response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
    }

    private static Refused refused(int status, byte[] body, String what) {
        @Nullable JsonNode problem;
        try {
            problem = JSON.readTree(body);
        } catch (IOException e) {
            problem = null;
        }
        String code = problem == null
                ? ""
                : problem.path("code").asText(problem.path("error").path("code").asText());
        String detail = problem == null
                ? new String(body, StandardCharsets.UTF_8).strip()
                : problem.path("detail")
                        .asText(problem.path("error").path("message").asText());
        return new Refused(status, code, detail, what, problem);
    }

    /** The platform said no. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        public final int status;
        public final String code;
        public final String detail;

        /** The whole answer, if it was JSON. */
        public final transient @Nullable JsonNode problem;

        public Refused(int status, String code, String detail, String what, @Nullable JsonNode problem) {
            super(what + " was answered with " + status + " " + code + ": " + detail);
            this.status = status;
            this.code = code;
            this.detail = detail;
            this.problem = problem;
        }
    }
}
