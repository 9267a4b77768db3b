package io.inhouse.training.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.Instruction;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tuning server's end of the lease protocol, over real HTTP, for one job whose ways a test decides. */
final class LeaseServer implements AutoCloseable {
    static final String TOKEN = "the-token";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Queue<Heartbeat> heartbeats = new ConcurrentLinkedQueue<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    volatile @Nullable Completion completion;
    volatile @Nullable FailureReport failure;

    /** So many requests are answered with 503 first. */
    final AtomicInteger outages = new AtomicInteger();

    /** From this training step on the owner wants the job cancelled. */
    volatile int cancelFrom = Integer.MAX_VALUE;

    /** From this training step on the lease is somebody else's. */
    volatile int lostFrom = Integer.MAX_VALUE;

    /** Files are taken only when it is down, or the server ends: nobody is done before. */
    volatile CountDownLatch takesFiles = new CountDownLatch(0);

    private final HttpServer http;
    private final LeaseSpec spec;
    private final List<String> train;
    private final List<String> test;

    LeaseServer(LeaseSpec spec, List<String> train, List<String> test) throws IOException {
        this.spec = spec;
        this.train = train;
        this.test = test;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/internal/leases/current", this::answer);
        http.start();
    }

    Map<String, String> environment() {
        return Map.of(
                "INHOUSE_LEASE_SERVER",
                "http://127.0.0.1:" + http.getAddress().getPort(),
                "INHOUSE_LEASE_TOKEN",
                TOKEN);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath().replace("/internal/leases/current", "");
            if (!("Lease " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                reply(exchange, 401, Map.of("detail", "unknown token"));
            } else if (outages.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                reply(exchange, 503, Map.of("detail", "down for a moment"));
            } else if (lost()) {
                reply(exchange, 409, Map.of("detail", "the lease was lost"));
            } else {
                serve(exchange, path, body);
            }
        }
    }

    private void serve(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (path) {
            case "" -> reply(exchange, 200, spec);
            case "/rows" -> {
                List<String> rows = exchange.getRequestURI().getQuery().endsWith("train") ? train : test;
                send(exchange, 200, (String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            case "/heartbeat" -> {
                Heartbeat heartbeat = JSON.readValue(body, Heartbeat.class);
                heartbeats.add(heartbeat);
                reply(exchange, 200, new Instruction(step() >= cancelFrom));
            }
            case "/complete" -> {
                completion = JSON.readValue(body, Completion.class);
                exchange.sendResponseHeaders(204, -1);
            }
            case "/failed" -> {
                failure = JSON.readValue(body, FailureReport.class);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> {
                awaitFiles();
                files.put(path.replace("/files/", ""), body);
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }

    private void awaitFiles() throws IOException {
        try {
            takesFiles.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private boolean lost() {
        return step() >= lostFrom;
    }

    private int step() {
        return heartbeats.stream()
                .map(Heartbeat::progress)
                .filter(p -> p != null && p.phase().equals("training"))
                .mapToInt(p -> p == null ? 0 : p.step())
                .max()
                .orElse(-1);
    }

    private static void reply(HttpExchange exchange, int status, Object value) throws IOException {
        JsonNode tree = JSON.valueToTree(value);
        send(exchange, status, JSON.writeValueAsBytes(tree));
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        takesFiles.countDown();
        http.stop(0);
    }
}
