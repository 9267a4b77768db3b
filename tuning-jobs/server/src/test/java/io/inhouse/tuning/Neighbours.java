package io.inhouse.tuning;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Hand-written stand-ins for the datasets server and the model registry: what they answer over HTTP, and nothing more. */
public final class Neighbours implements QuarkusTestResourceLifecycleManager {
    public static final String APPROVED = "dsv-approved";
    /** Approved, but the rows that are there now are others. */
    public static final String CHANGED = "dsv-changed";

    public static final String SEALED = "dsv-sealed";
    public static final String BASE_DIGEST = "sha256:" + "b".repeat(64);
    public static final String DATASET_DIGEST = "sha256:" + "d".repeat(64);
    public static final String ADAPTER_DIGEST = "sha256:" + "a".repeat(64);
    private static final String HELD = "tuning.test.registry.held";
    private static final String REFUSED = "tuning.test.registry.refused";
    private static final String ASKED = "tuning.test.registry.asked";
    public static final String ROWS = "{\"prompt\":\"p\",\"completion\":\" c\"}\n";

    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    public Neighbours() {}

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Neighbours::answer);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("inhouse.datasets.url", url, "inhouse.registry.url", url);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** The registry takes adapters only after {@link #answerRegistrations}. */
    public static void holdRegistrations() {
        System.setProperty(HELD, Integer.toString(registrations()));
    }

    public static void refuseRegistrations() {
        System.setProperty(REFUSED, "true");
    }

    public static void answerRegistrations() {
        System.clearProperty(HELD);
        System.clearProperty(REFUSED);
    }

    /** How often the registry was asked to take an adapter. This class is loaded twice, so it stands in a system property. */
    public static int registrations() {
        return Integer.getInteger(ASKED, 0);
    }

    /** Returns when the registry has been asked since {@link #holdRegistrations}. */
    public static void awaitRegistration() {
        await(() -> registrations() > Integer.getInteger(HELD, 0));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        if (path.endsWith("/rows")) {
            exchange.getResponseHeaders().add("X-Inhouse-Rows", "1");
            exchange.getResponseHeaders()
                    .add("X-Inhouse-Digest", path.contains(CHANGED) ? "sha256:" + "e".repeat(64) : DATASET_DIGEST);
            send(exchange, 200, "application/x-ndjson", ROWS);
        } else if (path.equals("/api/datasets/versions/" + APPROVED)) {
            send(exchange, 200, "application/json", version(APPROVED, "approved"));
        } else if (path.startsWith("/api/datasets/versions/file-")) {
            send(exchange, 200, "application/json", version(APPROVED, "approved"));
        } else if (path.equals("/api/datasets/versions/" + CHANGED)) {
            send(exchange, 200, "application/json", version(CHANGED, "approved"));
        } else if (path.equals("/api/datasets/versions/" + SEALED)) {
            send(exchange, 200, "application/json", version(SEALED, "sealed"));
        } else if (path.equals("/api/models/base/tiny") || path.equals("/api/models/base/model-1")) {
            send(exchange, 200, "application/json", """
                    {"id":"model-1","name":"tiny","digest":"%s","architecture":"LlamaForCausalLM","parameters":1,"licence":"MIT",
                     "source":"test","directory":"/models/tiny","files":[],"registeredAt":"2026-01-01T00:00:00Z",
                     "registeredBy":"ada"}""".formatted(BASE_DIGEST));
        } else if (path.equals("/api/models/base/shaped") || path.equals("/api/models/base/enormous")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            send(exchange, 200, "application/json", """
                    {"id":"model-2","name":"%s","digest":"%s","architecture":"LlamaForCausalLM","parameters":1,"licence":"MIT",
                     "source":"test","directory":"%s","files":[{"name":"model.safetensors","size":%d,"digest":"sha256:0"}],
                     "registeredAt":"2026-01-01T00:00:00Z","registeredBy":"ada"}""".formatted(
                            name, BASE_DIGEST, shaped(), name.equals("shaped") ? 60_772_936L : 900_000_000_000_000L));
        } else if (path.equals("/api/models/adapters")) {
            System.setProperty(ASKED, Integer.toString(registrations() + 1));
            await(() -> System.getProperty(HELD) == null);
            if (Boolean.getBoolean(REFUSED)) {
                send(exchange, 422, "application/problem+json", "{\"detail\":\"not usable\"}");
                return;
            }
            send(exchange, 201, "application/json", """
                    {"id":"adp-1","project":"demo","suffix":"x","digest":"%s","state":"registered","rank":16,"baseModel":"%s",
                     "baseModelName":"tiny","job":"j","owner":"o","ownerName":"erik","datasetVersion":"%s","datasetDigest":"%s",
                     "purpose":"support","recipe":{},"evaluation":{},"codeVersion":"1","files":[],"aliases":[],
                     "registeredAt":"2026-01-01T00:00:00Z"}""".formatted(
                            ADAPTER_DIGEST, BASE_DIGEST, APPROVED, DATASET_DIGEST));
        } else {
            send(exchange, 404, "application/problem+json", "{\"detail\":\"no such thing\"}");
        }
    }

    /** A directory with the configuration of a small model. */
    private static Path shaped() throws IOException {
        Path directory = Files.createDirectories(Path.of("target/shaped-model")).toAbsolutePath();
        Files.writeString(directory.resolve("config.json"), """
                {"hidden_size":288,"intermediate_size":768,"num_hidden_layers":6,"num_attention_heads":6,"vocab_size":32000,
                 "max_position_embeddings":256,"torch_dtype":"float32"}""");
        return directory;
    }

    private static String version(String id, String state) {
        return """
                {"id":"%s","datasetId":"ds-1","project":"demo","number":1,"state":"%s","heldOutFraction":0.1,"seed":1,
                 "actions":{},"recogniser":"r1","trainRows":10,"testRows":2,"setAsideRows":0,"purposes":["support"],
                 "digest":"%s","createdBy":"s","createdByName":"sara","createdAt":"2026-01-01T00:00:00Z"}""".formatted(id, state, DATASET_DIGEST);
    }

    public static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
