package io.inhouse.local.storm;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows that fit into the context of the smallest model. */
final class Samples {
    private static final List<String> DESKS = List.of("tree", "baby", "road", "lamp");

    private Samples() {}

    /** JSON Lines of prompt and completion; rows of different numbers differ. */
    static String rows(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i ->
                        "{\"prompt\": \"ask " + i + ":\", \"completion\": \" " + DESKS.get(i % DESKS.size()) + "\"}\n")
                .collect(Collectors.joining());
    }
}
