package io.inhouse.inference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model registry over HTTP that answers from files which a test writes: {@code models.json}, {@code aliases.json} and
 * {@code <adapter>/<file>} in {@link #directory()}. A file that is not there is answered 503.
 */
public final class RegistryStub implements QuarkusTestResourceLifecycleManager {
    private static final String DIRECTORY = "inference.test.registry";
    private @Nullable HttpServer server;

    /** The class is loaded twice, so what both know is in a system property. */
    static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "registry");
            System.setProperty(DIRECTORY, directory.toString());
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/api/models", exchange -> answer(exchange, directory));
            http.start();
            server = http;
            return Map.of(
                    "inhouse.registry.url",
                    "http://127.0.0.1:" + http.getAddress().getPort(),
                    // Tests recover when they want to see it.
                    "inhouse.serving.answers.recover-every",
                    "1h");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, Path directory) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/models".length());
        Path file = switch (path) {
            case "" -> directory.resolve("models.json");
            case "/aliases" -> directory.resolve("aliases.json");
            default ->
                directory.resolve(path.substring(1).replace("adapters/", "").replace("files/", ""));
        };
        boolean known = exchange.getRequestHeaders().getFirst("Authorization") != null
                && "demo".equals(exchange.getRequestHeaders().getFirst("OpenAI-Project"));
        byte[] body = known && Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        exchange.getResponseHeaders()
                .add("Content-Type", path.contains("/files/") ? "application/octet-stream" : "application/json");
        exchange.sendResponseHeaders(!known ? 401 : body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
