package io.inhouse.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutRowsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Session.Refused refusal(String problem) throws IOException {
        return new Session.Refused(422, "unprocessable", "no", "seal", new ObjectMapper().readTree(problem));
    }

    @Test
    void theNamedLinesAreLeftOut() throws IOException {
        Path test = Files.write(directory.resolve("test.jsonl"), List.of("{\"a\":1}", "{\"b\":1}", "", "{\"c\":1}"));

        Path fewer = HeldOutRows.withoutThoseNamedBy(
                refusal("{\"overlap\":[{\"heldOut\":{\"upload\":\"upl-1\",\"line\":2}},{\"heldOut\":{\"line\":4}}]}"),
                test);

        assertThat(Files.readAllLines(Objects.requireNonNull(fewer))).containsExactly("{\"a\":1}", "");
    }

    @Test
    void anotherRefusalIsNotForTheDemonstrationToMend() throws IOException {
        Path test = Files.write(directory.resolve("test.jsonl"), List.of("{\"a\":1}"));

        assertThat(HeldOutRows.withoutThoseNamedBy(refusal("{\"detail\":\"no rows\"}"), test))
                .isNull();
        assertThat(HeldOutRows.withoutThoseNamedBy(refusal("{\"overlap\":[{\"heldOut\":{\"line\":1}}]}"), test))
                .as("nothing would be left")
                .isNull();
    }
}
