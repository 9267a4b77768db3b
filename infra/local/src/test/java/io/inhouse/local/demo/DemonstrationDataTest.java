package io.inhouse.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code infra/demo/README.md} claims about the demonstration's messages. */
class DemonstrationDataTest {
    private static final double NEAR_DUPLICATE = 0.5;
    private static final Path FOLDER = Path.of(System.getProperty("repository.root", "."), "infra", "demo");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Row(String prompt, String completion) {}

    @Test
    void holdsAtLeast1200DistinctMessagesAndExactly200HeldOut() throws IOException {
        List<Row> train = rows("train.jsonl");
        List<Row> heldOut = rows("test.jsonl");

        assertThat(train.stream().map(Row::prompt).distinct().count()).isGreaterThanOrEqualTo(1000);
        assertThat(train.size() + heldOut.size()).isGreaterThanOrEqualTo(1200);
        assertThat(heldOut).hasSize(200);
    }

    @Test
    void spreadsBothFilesEvenlyOverTwentyQueuesOfOneOrTwoWords() throws IOException {
        Map<String, Long> train =
                rows("train.jsonl").stream().collect(Collectors.groupingBy(Row::completion, Collectors.counting()));
        Map<String, Long> heldOut =
                rows("test.jsonl").stream().collect(Collectors.groupingBy(Row::completion, Collectors.counting()));

        assertThat(train).hasSizeGreaterThanOrEqualTo(20);
        assertThat(train.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(50));
        assertThat(heldOut.keySet()).isEqualTo(train.keySet());
        assertThat(train.keySet())
                .allSatisfy(queue -> assertThat(queue.strip().split(" ")).hasSizeBetween(1, 2));
    }

    @Test
    void hasNoTwoMessagesThatAreNearDuplicates() throws IOException {
        List<Row> all = new ArrayList<>(rows("train.jsonl"));
        all.addAll(rows("test.jsonl"));
        List<Set<String>> trigrams =
                all.stream().map(row -> trigrams(row.prompt())).toList();

        List<String> near = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (similarity(trigrams.get(i), trigrams.get(j)) >= NEAR_DUPLICATE) {
                    near.add(all.get(i).prompt() + " ~ " + all.get(j).prompt());
                }
            }
        }

        assertThat(near).isEmpty();
    }

    @Test
    void hasSomeRowsThatAreBrokenOnPurpose() throws IOException {
        long lines = Files.readAllLines(FOLDER.resolve("train.jsonl")).size();

        assertThat(lines - rows("train.jsonl").size()).isBetween(5L, 20L);
    }

    private static List<Row> rows(String file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve(file))) {
            Row row = row(line);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Row row(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
        boolean whole = node.path("prompt").isTextual()
                && node.path("completion").isTextual()
                && !node.get("prompt").textValue().isBlank()
                && !node.get("completion").textValue().isBlank();
        return whole
                ? new Row(node.get("prompt").textValue(), node.get("completion").textValue())
                : null;
    }

    private static Set<String> trigrams(String text) {
        String[] words = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} ]", " ")
                .strip()
                .split("\\s+");
        Set<String> grams = new HashSet<>();
        for (int i = 0; i + 3 <= words.length - 1; i++) {
            grams.add(words[i] + " " + words[i + 1] + " " + words[i + 2]);
        }
        return grams;
    }

    private static double similarity(Set<String> a, Set<String> b) {
        Set<String> small = a.size() < b.size() ? a : b;
        Set<String> large = small == a ? b : a;
        long shared = small.stream().filter(large::contains).count();
        long union = a.size() + b.size() - shared;
        return union == 0 ? 1 : (double) shared / union;
    }
}
