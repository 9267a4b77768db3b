package io.inhouse.local.processes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What was written down when a part was started: enough to know it again after the launcher is gone. */
public record RunningPart(String part, long pid, long startTicks, String fingerprint, Instant startedAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public void write(Home home) throws IOException {
        Home.writePrivately(
                file(home, part),
                JSON.writeValueAsString(Map.of(
                        "pid", pid,
                        "startTicks", startTicks,
                        "fingerprint", fingerprint,
                        "startedAt", startedAt.toString())));
    }

    public RunningPart with(String otherFingerprint) {
        return new RunningPart(part, pid, startTicks, otherFingerprint, startedAt);
    }

    /** Empty if the part was never started, was stopped, or the note is damaged (the process table then decides). */
    public static Optional<RunningPart> read(Home home, String part) {
        try {
            JsonNode json = JSON.readTree(file(home, part).toFile());
            return Optional.of(new RunningPart(
                    part,
                    json.required("pid").longValue(),
                    json.required("startTicks").longValue(),
                    json.required("fingerprint").textValue(),
                    Instant.parse(json.required("startedAt").textValue())));
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    public static void forget(Home home, String part) throws IOException {
        Files.deleteIfExists(file(home, part));
    }

    private static Path file(Home home, String part) {
        return home.run().resolve(part + ".json");
    }
}
