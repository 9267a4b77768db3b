package io.inhouse.portal;

import io.inhouse.testsupport.FreePorts;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datasets server as it was built, a process of its own on real PostgreSQL. The registry and the audit server are
 * {@link FakePlatform}; Kafka is away, which stops nothing.
 */
public final class RealDatasets implements QuarkusTestResourceLifecycleManager {
    private @Nullable Process server;

    @Override
    public Map<String, String> start() {
        PostgresResource postgres = new PostgresResource();
        postgres.init(Map.of("database", "datasets"));
        int port = FreePorts.take();
        Map<String, String> settings = new HashMap<>(postgres.start());
        settings.putAll(new PlatformDirectories().start());
        settings.putAll(new TestIdentity().start());
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
        String address = "http://127.0.0.1:" + port;
        server = run(settings);
        await(address);
        Map<String, String> portal = new HashMap<>(new FakePlatform().start());
        portal.put("inhouse.datasets.url", address);
        return portal;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private static Process run(Map<String, String> settings) {
        Path program = Path.of("..", "datasets", "server", "target", "quarkus-app", "quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(program)) {
            throw new IllegalStateException(
                    "The datasets server is not built. Run ./mvnw verify -pl services/datasets/server -am"
                            + " (or ./inhouse test, which builds everything in its order).");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx384m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(program.toString());
        try {
            Path log = Files.createTempFile("datasets", ".log");
            log.toFile().deleteOnExit();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-datasets"));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String address) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest alive =
                HttpRequest.newBuilder(URI.create(address + "/q/health/live")).build();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (server != null && server.isAlive() && System.nanoTime() < deadline) {
            try {
                if (client.send(alive, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                server.waitFor(200, TimeUnit.MILLISECONDS);
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("the datasets server did not start");
    }

    private void pause() {
        try {
            if (server != null) {
                server.waitFor(200, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
