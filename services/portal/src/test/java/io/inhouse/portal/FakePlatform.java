package io.inhouse.portal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A hand-written fake of the servers behind the APIs, for what pages look like: it answers what it was told to and keeps
 * what it was asked. That the real servers behave so is shown by their own tests and by the journey through the running
 * platform.
 */
public final class FakePlatform implements QuarkusTestResourceLifecycleManager {
    static final String HOLD = "<hold>";

    /** Answers {@code request}, for example {@code GET /api/datasets/ds-1}, with this JSON; the query is not looked at. */
    static void answer(String request, int status, String json) {
        answer(request, status, status < 400 ? "application/json" : "application/problem+json", json);
    }

    static void answer(String request, int status, String mediaType, String body) {
        answers().put(request, status + "\n" + mediaType + "\n" + body);
    }

    /** Answers with a header of its own. */
    static void answerWith(String request, String header, String value, String mediaType, String body) {
        answer(request, 200, mediaType + "|" + header + "|" + value, body);
    }

    static void answerBytes(String request, String mediaType, byte[] body) {
        answer(request, 200, mediaType + "|base64", Base64.getEncoder().encodeToString(body));
    }

    /** Answers what stands before {@link #HOLD} at once, and the rest after {@link #release}. */
    static void hold() {
        Shared.map("portal.fake-platform").put("held", "yes");
    }

    static void release() {
        Shared.map("portal.fake-platform").remove("held");
    }

    static void answerFile(String request, String name) {
        answer(request, 200, file(name));
    }

    static String file(String name) {
        try (InputStream file = FakePlatform.class.getResourceAsStream("/platform/" + name)) {
            return new String(java.util.Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 9457, as every server renders it. */
    static void refuse(String request, int status, String code, String detail) {
        answer(
                request,
                status,
                "{\"type\":\"urn:inhouse:failure:%s\",\"title\":\"-\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
                        .formatted(code, status, detail, code));
    }

    /** What was asked since {@link #forget}: method, path with query, project, authorization, body; separated by line ends. */
    static List<String> requests() {
        return Shared.list("portal.fake-platform.requests");
    }

    static void forget() {
        release();
        answers().clear();
        requests().clear();
    }

    private static Map<String, String> answers() {
        return Shared.map("portal.fake-platform.answers");
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", FakePlatform::answer);
            server.start();
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            return Map.of(
                    "inhouse.datasets.url",
                    address,
                    "inhouse.registry.url",
                    address,
                    "inhouse.audit.url",
                    address,
                    "inhouse.tuning.url",
                    address,
                    "inhouse.inference.url",
                    address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests()
                .add(String.join(
                        "\n",
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("OpenAI-Project")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        body));
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String[] answer = answers()
                .getOrDefault(request, "404\napplication/problem+json\n{\"code\":\"not_found\",\"detail\":\"none\"}")
                .split("\n", 3);
        byte[] bytes = answer[1].endsWith("|base64")
                ? Base64.getDecoder().decode(answer[2])
                : answer[2].getBytes(StandardCharsets.UTF_8);
        String[] headers = answer[1].split("\\|");
        exchange.getResponseHeaders().add("Content-Type", headers[0]);
        if (headers.length > 2) {
            exchange.getResponseHeaders().add(headers[1], headers[2]);
        }
        int hold = answer[2].indexOf(HOLD);
        if (hold >= 0) {
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), 0);
            exchange.getResponseBody().write(answer[2].substring(0, hold).getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            while (Shared.map("portal.fake-platform").containsKey("held")) {
                LockSupport.parkNanos(10_000_000);
            }
            bytes = answer[2].substring(hold + HOLD.length()).getBytes(StandardCharsets.UTF_8);
        } else {
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), bytes.length == 0 ? -1 : bytes.length);
        }
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
