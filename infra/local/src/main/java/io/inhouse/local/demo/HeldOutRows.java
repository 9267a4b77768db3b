package io.inhouse.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the demonstration does about held-out rows that are also trained on: real data has some. */
final class HeldOutRows {
    private HeldOutRows() {}

    /**
     * A copy of {@code test} without the lines that a refused seal names, at most a hundred at a time; null if it was refused
     * for something else, or nothing would be left.
     */
    static @Nullable Path withoutThoseNamedBy(Session.Refused refusal, Path test) throws IOException {
        JsonNode problem = refusal.problem;
        if (problem == null || problem.path("overlap").isEmpty()) {
            return null;
        }
        Set<Integer> named = new HashSet<>();
        problem.path("overlap")
                .forEach(pair -> named.add(pair.path("heldOut").path("line").asInt()));
        List<String> lines = Files.readAllLines(test);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!named.contains(i + 1)) {
                kept.add(lines.get(i));
            }
        }
        if (kept.size() == lines.size() || kept.stream().allMatch(String::isBlank)) {
            return null;
        }
        Path copy = Files.createTempFile("held-out", ".jsonl");
        copy.toFile().deleteOnExit();
        return Files.write(copy, kept);
    }
}
