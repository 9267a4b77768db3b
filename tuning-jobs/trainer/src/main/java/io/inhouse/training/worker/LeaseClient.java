package io.inhouse.training.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.Instruction;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The trainer's end of the lease protocol, see {@link io.inhouse.tuning.client.lease}. A server that does not answer, or
 * answers with a status in the 500s, is asked again until the lease must have ended. Safe for use by several threads.
 */
final class LeaseClient {
    private static final System.Logger LOG = System.getLogger(LeaseClient.class.getName());
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final String base;
    private final String token;

    /** Until the job is known, how long a lease is has to be guessed. */
    private volatile Duration lease = Duration.ofSeconds(60);

    private volatile long lastAnswer = System.nanoTime();

    /** @param server base address of the tuning server */
    LeaseClient(String server, String token) {
        this.base = server.replaceAll("/+$", "") + "/internal/leases/current";
        this.token = token;
    }

    LeaseSpec spec() throws InterruptedException {
        LeaseSpec spec = persistently("the job", () -> read(send(request("").GET()), LeaseSpec.class));
        lease = Duration.ofSeconds(spec.leaseSeconds());
        return spec;
    }

    /**
     * All rows of a split; they stay in memory and are never written to a disk.
     *
     * @param expected how many the job's dataset version has
     */
    List<String> rows(String split, long expected) throws InterruptedException {
        return persistently("the rows", () -> {
            HttpResponse<InputStream> response =
                    answered(http.send(request("/rows?split=" + split).GET().build(), BodyHandlers.ofInputStream()));
            List<String> rows = new ArrayList<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        rows.add(line);
                    }
                }
            }
            if (rows.size() != expected) {
                throw new IOException("of " + expected + " rows " + rows.size() + " arrived");
            }
            return rows;
        });
    }

    Instruction heartbeat(Heartbeat heartbeat) throws InterruptedException {
        byte[] body = write(heartbeat);
        return persistently("the heartbeat", () -> read(post("/heartbeat", body), Instruction.class));
    }

    void upload(Path file, long fence) throws InterruptedException {
        String path = "/files/" + file.getFileName() + "?fence=" + fence;
        persistently(
                "the adapter",
                () -> send(request(path)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofFile(file))));
    }

    void complete(Completion completion) throws InterruptedException {
        byte[] body = write(completion);
        persistently("the end of the job", () -> post("/complete", body));
    }

    void failed(FailureReport report) throws InterruptedException {
        byte[] body = write(report);
        persistently("the failure of the job", () -> post("/failed", body));
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Lease " + token)
                .timeout(ANSWER);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return answered(http.send(request.build(), BodyHandlers.ofByteArray()));
    }

    /** Sorts answers into those to use, those to ask again for (an IOException) and those that end the work. */
    private <T> HttpResponse<T> answered(HttpResponse<T> response) throws IOException {
        int status = response.statusCode();
        if (status < 300) {
            lastAnswer = System.nanoTime();
            return response;
        }
        String detail = detail(response.body());
        if (status == 401 || status == 409) {
            throw new LeaseLostException(detail);
        }
        if (status < 500) {
            throw new ServerRefusalException(status + ": " + detail);
        }
        throw new IOException("status " + status + ": " + detail);
    }

    private String detail(Object body) throws IOException {
        byte[] bytes = switch (body) {
            case InputStream in -> {
                try (in) {
                    yield in.readAllBytes();
                }
            }
            case byte[] read -> read;
            default -> new byte[0];
        };
        try {
            return json.readTree(bytes).path("detail").asText("no detail");
        } catch (IOException e) {
            return "no detail";
        }
    }

    private <T> T persistently(String what, Exchange<T> exchange) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return exchange.run();
            } catch (IOException e) {
                Duration silent = Duration.ofNanos(System.nanoTime() - lastAnswer);
                if (silent.compareTo(lease) > 0) {
                    throw new LeaseLostException(
                            "the tuning server did not answer for " + silent.toSeconds() + " s, longer than the lease");
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the tuning server did not take or give {0}, trying again reason={1}",
                        what,
                        e.getMessage());
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private byte[] write(Object message) {
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a message is not JSON", e);
        }
    }

    private <T> T read(HttpResponse<byte[]> response, Class<T> type) throws IOException {
        return json.readValue(response.body(), type);
    }

    private interface Exchange<T> {
        T run() throws IOException, InterruptedException;
    }
}
