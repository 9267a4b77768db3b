package io.inhouse.testsupport;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in a JVM of its own, on free ports; one per test JVM, and it ends with that JVM even if that one
 * is killed. As a Quarkus test resource it sets {@code kafka.bootstrap.servers}. A test that stops the broker starts
 * its own with {@link #startBroker()}.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", bootstrapServers());
    }

    @Override
    public void stop() {}

    /** Address of the broker that the tests of this JVM share. Topics of one test are seen by the next: name them apart. */
    public static String bootstrapServers() {
        return JvmWide.once("kafka.bootstrap", () -> startBroker().bootstrapServers());
    }

    /** Starts a broker that only the caller knows. */
    public static Broker startBroker() {
        Path directory = TemporaryDirectory.create("kafka");
        Broker broker = new Broker(directory, FreePorts.take(), FreePorts.take());
        broker.start();
        return broker;
    }

    /** One broker; may be stopped and started again on the same port with the same data. */
    public static final class Broker implements AutoCloseable {
        private final Path directory;
        private final int port;
        private final int controllerPort;
        private @Nullable ChildJvm process;

        Broker(Path directory, int port, int controllerPort) {
            this.directory = directory;
            this.port = port;
            this.controllerPort = controllerPort;
        }

        public String bootstrapServers() {
            return "127.0.0.1:" + port;
        }

        /** Returns when the broker accepts connections. */
        public void start() {
            Path module = RepositoryRoot.resolve("infra/kafka/target");
            String classPath = module.resolve("classes") + ":" + read(module.resolve("broker.classpath"));
            ChildJvm started = ChildJvm.start(
                    directory.resolveSibling(directory.getFileName() + ".log"),
                    directory,
                    Map.of(),
                    List.of(
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath,
                            "io.inhouse.kafka.KafkaBroker",
                            directory.toString(),
                            Integer.toString(port),
                            Integer.toString(controllerPort)));
            started.awaitListening(port);
            process = started;
        }

        /** Ends the broker at once, as a power cut would; its data stay. */
        public void kill() {
            if (process != null) {
                process.kill();
            }
        }

        @Override
        public void close() {
            kill();
            TemporaryDirectory.deleteQuietly(directory);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the broker's class path is missing; build it with ./mvnw compile -pl infra/kafka", e);
            }
        }
    }
}
