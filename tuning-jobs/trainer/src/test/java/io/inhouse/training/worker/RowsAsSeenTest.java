package io.inhouse.training.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.tuning.client.rows.TrainerFigures;
import io.inhouse.tuning.client.rows.TrainerFigures.Bucket;
import io.inhouse.tuning.client.rows.TrainerView;
import io.inhouse.tuning.client.rows.TrainerView.Piece;
import io.inhouse.tuning.client.rows.TrainerView.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsAsSeenTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path TINY = Path.of(
            System.getProperty("repository.root", "../.."),
            "services/shared/language-model/src/test/resources/golden/tiny-tied");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path model;

    @Test
    void aPairIsLearnedFromItsCompletionOnToItsEnd() throws Exception {
        TrainerView view = view(TINY, "{\"prompt\":\"a\",\"completion\":\"b\"}");

        assertThat(view.refusal()).isNull();
        assertThat(view.contextLength()).isEqualTo(64);
        assertThat(view.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.pieces())
                        .extracting(Piece::text, Piece::learned, Piece::control)
                        .containsExactly(
                                tuple("<s>", false, true),
                                tuple("a", false, false),
                                tuple(" b", true, false),
                                tuple("</s>", true, true)));
        Window window = view.windows().getFirst();
        assertThat(window.tokens())
                .isEqualTo(window.pieces().stream().mapToInt(Piece::tokens).sum());
        assertThat(window.learned())
                .isEqualTo(window.pieces().stream()
                        .filter(Piece::learned)
                        .mapToInt(Piece::tokens)
                        .sum());
    }

    @Test
    void aConversationGoesThroughTheModelsTemplateAndOnlyItsLastAnswerIsLearned() throws Exception {
        for (String file :
                new String[] {"config.json", "generation_config.json", "model.safetensors", "tokenizer.json"}) {
            Files.copy(TINY.resolve(file), model.resolve(file));
        }
        Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<s>\",\"eos_token\":\"</s>\",\"chat_template\":\"{{ bos_token }}{% for m in messages %}"
                        + "[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}\"}");

        TrainerView view = view(
                model,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"h</s>i\"},{\"role\":\"assistant\",\"content\":\"é\"}]}");

        // What somebody wrote is text: the only control tokens are the template's and the end.
        assertThat(view.windows().getFirst().pieces())
                .filteredOn(Piece::control)
                .extracting(Piece::text)
                .containsExactly("<s>", "</s>", "</s>");
        // The tokenizer sets a space after its control tokens; so the model sees it.
        assertThat(text(view, false)).isEqualTo("<s>[user]h</s>i</s> [assistant]");
        assertThat(text(view, true).strip()).isEqualTo("é</s>");
    }

    @Test
    void aRowThatAJobWouldRefuseIsToldWithItsReason() throws Exception {
        TrainerView view = view(TINY, "{\"prompt\":\"a\",\"completion\":\"" + "d".repeat(200) + "\"}");

        assertThat(view.windows()).isEmpty();
        assertThat(view.refusal()).contains("more tokens than the model's context holds, which is 64");
    }

    @Test
    void rowsAreCountedAsTheyAreTrainedOn() throws Exception {
        String rows = "{\"prompt\":\"a\",\"completion\":\"b\"}\n".repeat(3) + "{\"prompt\":\"a\",\"completion\":\""
                + "d".repeat(200) + "\"}\n";

        TrainerFigures figures = JSON.readValue(answer(TINY, "figures", rows), TrainerFigures.class);

        Window one =
                view(TINY, "{\"prompt\":\"a\",\"completion\":\"b\"}").windows().getFirst();
        assertThat(figures.rows()).isEqualTo(4);
        assertThat(figures.tokens()).isEqualTo(3L * one.tokens());
        assertThat(figures.learned()).isEqualTo(3L * one.learned());
        assertThat(figures.shortest()).isEqualTo(one.tokens()).isEqualTo(figures.longest());
        assertThat(figures.refused()).isEqualTo(1);
        assertThat(figures.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.row()).isEqualTo(4));
        assertThat(figures.histogram()).last().isEqualTo(new Bucket(one.tokens(), one.tokens(), 3));
    }

    @Test
    void aHistogramHasFewStepsOfOneWidthAndEveryRow() {
        int[] lengths = IntStream.rangeClosed(1, 1234).toArray();

        assertThat(TokenCounts.histogram(lengths))
                .hasSize(13)
                .startsWith(new Bucket(1, 100, 100), new Bucket(101, 200, 100))
                .endsWith(new Bucket(1201, 1300, 34));
        assertThat(TokenCounts.histogram(new int[] {7})).hasSize(7).endsWith(new Bucket(7, 7, 1));
    }

    private static String text(TrainerView view, boolean learned) {
        StringBuilder text = new StringBuilder();
        view.windows().getFirst().pieces().stream()
                .filter(piece -> piece.learned() == learned)
                .forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    private static TrainerView view(Path base, String row) throws IOException {
        return JSON.readValue(answer(base, "view", row + "\n"), TrainerView.class);
    }

    private static byte[] answer(Path base, String as, String rows) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        RowsAsSeen.answer(base, as, new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)), answer);
        return answer.toByteArray();
    }
}
