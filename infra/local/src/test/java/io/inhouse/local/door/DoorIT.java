package io.inhouse.local.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.local.home.Ports;
import io.inhouse.local.processes.PortOwner;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real door before a made-up server that both prefixes of its table lead to. */
class DoorIT {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<HttpExchange> arrived = new CompletableFuture<>();
    private HttpServer server = newServer();
    private int door;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws Exception {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        Ports ports = Ports.elsewhere(List.of(), PortOwner::isFree);
        door = Door.open(
                vertx,
                Routes.parse("/ portal\n/v1 inference\n/api/absent absent\n/v1/absent absent"),
                Map.of(
                        "door", ports.of(Ports.DOOR),
                        "portal", server.getAddress().getPort(),
                        "inference", server.getAddress().getPort(),
                        "absent", ports.of("datasets")));
    }

    @AfterEach
    void close() throws Exception {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void passesOnEachPieceOfAStreamWhenItComes() throws Exception {
        CountDownLatch firstWasSeen = new CountDownLatch(1);
        answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                // Would wait in vain if the door kept the first piece until the answer is complete.
                if (firstWasSeen.await(60, TimeUnit.SECONDS)) {
                    out.write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        });

        HttpResponse<InputStream> response =
                client().send(request("/v1/chat/completions").build(), HttpResponse.BodyHandlers.ofInputStream());
        byte[] first = response.body().readNBytes("data: one\n\n".length());
        firstWasSeen.countDown();
        byte[] rest = response.body().readAllBytes();

        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("data: one\n\n");
        assertThat(new String(rest, StandardCharsets.UTF_8)).isEqualTo("data: two\n\n");
    }

    @Test
    void passesOnAnUploadWhileItIsStillBeingSent() throws Exception {
        CompletableFuture<String> firstPart = new CompletableFuture<>();
        answer(exchange -> {
            firstPart.complete(new String(exchange.getRequestBody().readNBytes(5), StandardCharsets.UTF_8));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
        });
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), door)) {
            OutputStream out = socket.getOutputStream();
            String head = "POST /v1/files HTTP/1.1\r\nHost: localhost:" + door
                    + "\r\nContent-Length: 10\r\nConnection: close\r\n\r\n";
            out.write((head + "12345").getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThat(firstPart.get(60, TimeUnit.SECONDS)).isEqualTo("12345");

            out.write("67890".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(firstLine(socket)).contains("204");
        }
    }

    @Test
    void saysHowItWasAddressedWhateverTheClientClaims() throws Exception {
        answer(exchange -> exchange.sendResponseHeaders(204, -1));

        client().send(
                        request("/anything?x=1")
                                .header("X-Forwarded-Host", "evil.example")
                                .header("X-Forwarded-For", "10.9.9.9")
                                .header("Forwarded", "for=10.9.9.9")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());

        HttpExchange seen = arrived.get(60, TimeUnit.SECONDS);
        assertThat(seen.getRequestURI()).hasToString("/anything?x=1");
        assertThat(seen.getRequestHeaders().get("X-Forwarded-Host")).containsExactly("localhost:" + door);
        assertThat(seen.getRequestHeaders().get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(seen.getRequestHeaders().get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(seen.getRequestHeaders().get("Forwarded")).isNull();
    }

    @Test
    void refusesInternalAddressesAndForeignNamesItself() throws Exception {
        answer(exchange -> exchange.sendResponseHeaders(204, -1));

        assertThat(status("/internal/leases/current")).isEqualTo(404);
        assertThat(status("/q/health")).isEqualTo(404);
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), door)) {
            String head = "GET / HTTP/1.1\r\nHost: evil.example:" + door + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket)).contains("421");
        }
        assertThat(arrived).isNotDone();
    }

    @Test
    void aServerThatIsDownIsAReasonToTryAgain() throws Exception {
        HttpResponse<String> refusal = get("/api/absent/x");

        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = new ObjectMapper().readTree(refusal.body());
        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(problem.path("code").asText()).isEqualTo("upstream_unavailable");
        assertThat(problem.path("detail").asText()).contains("absent");
    }

    @Test
    void aServerThatIsDownIsToldToOpenAiClientsInTheirDialect() throws Exception {
        HttpResponse<String> refusal = get("/v1/absent/x");

        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
        JsonNode error = new ObjectMapper().readTree(refusal.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("upstream_unavailable");
        assertThat(error.path("type").asText()).isEqualTo("server_error");
        assertThat(error.path("message").asText()).contains("absent");
    }

    @Test
    void aServerThatEndsBeforeItAnswersLeavesOpenWhetherItWasDone() throws Exception {
        try (ServerSocket dying = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int through = Door.open(
                    vertx,
                    Routes.parse("/ portal"),
                    Map.of(
                            "door",
                            Ports.elsewhere(List.of(), PortOwner::isFree).of(Ports.DOOR),
                            "portal",
                            dying.getLocalPort()));
            Thread.ofVirtual().start(() -> {
                try (Socket connection = dying.accept()) {
                    connection.getInputStream().read();
                    connection.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            HttpResponse<String> refusal = client().send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + through + "/x"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(refusal.statusCode()).isEqualTo(502);
            assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
            assertThat(refusal.body()).contains("upstream_unavailable").contains("Idempotency-Key");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client().send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            arrived.complete(exchange);
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int status(String path) throws Exception {
        return client().send(request(path).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door + path));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static String firstLine(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
