package io.inhouse.training.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.languagemodel.tokenization.LiteralText;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.training.TrainingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRowsTest {
    private static final String CONVERSATION =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path model;

    @Test
    void aPairStaysAsItIs() throws Exception {
        assertThat(rows().examples(List.of("{\"prompt\":\"Hi\",\"completion\":\" Ho\"}"), "train"))
                .containsExactly(new TrainingRow.Pair("Hi", " Ho"));
    }

    @Test
    void aConversationGoesThroughTheModelsTemplateAndBeginsOnlyOnce() throws Exception {
        Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"bos_token\":{\"content\":\"<s>\"},\"chat_template\":\"{{ bos_token }}{% for m in messages %}"
                        + "[{{ m.role }}]{{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}\"}");

        assertThat(rows().examples(List.of(CONVERSATION), "train"))
                .containsExactly(new TrainingRow.Pair("[user]Hi[assistant]", "Ho"));
    }

    @Test
    void controlTokensThatSomebodyWroteAreText() throws Exception {
        Files.writeString(
                model.resolve("tokenizer.json"),
                "{\"added_tokens\":[{\"id\":2,\"content\":\"</s>\",\"special\":true}]}");
        Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"chat_template\":\"{% for m in messages %}{{ m.content }}</s>{% endfor %}\"}");

        TrainingRow.Pair row =
                (TrainingRow.Pair) rows().examples(List.of(CONVERSATION.replace("Hi", "H</s>i")), "train")
                        .getFirst();

        assertThat(row.prompt()).isNotEqualTo("H</s>i</s>").endsWith("i</s>");
        assertThat(LiteralText.withoutMarks(row.prompt())).isEqualTo("H</s>i</s>");
    }

    @Test
    void withoutATemplateTheContentsFollowEachOther() throws Exception {
        assertThat(rows().examples(List.of(CONVERSATION), "train")).containsExactly(new TrainingRow.Pair("Hi", "Ho"));
    }

    @Test
    void aTextStaysAsItIsBesideConversationsAndPairs() throws Exception {
        assertThat(rows().examples(
                                List.of(
                                        "{\"text\":\"Fever is a sign.\"}",
                                        CONVERSATION,
                                        "{\"prompt\":\"Hi\",\"completion\":\" Ho\"}"),
                                "train"))
                .containsExactly(
                        new TrainingRow.Text("Fever is a sign."),
                        new TrainingRow.Pair("Hi", "Ho"),
                        new TrainingRow.Pair("Hi", " Ho"));
    }

    @Test
    void aConversationWithoutAnAnswerIsRefusedWithItsRow() {
        assertThatThrownBy(() -> rows().examples(
                                List.of(CONVERSATION, "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                                "train"))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("row 2 of the split train");
    }

    @Test
    void whatIsNoRowIsRefusedWithItsRow() {
        assertThatThrownBy(() -> rows().examples(List.of("{\"text\":1}"), "test"))
                .hasMessageContaining("row 1 of the split test");
        assertThatThrownBy(() -> rows().examples(List.of("{"), "test")).hasMessageContaining("is not JSON");
    }

    private JobRows rows() throws IOException {
        return JobRows.forModel(model, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
