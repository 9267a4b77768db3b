package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.LoraStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewAdapterTest {
    @TempDir
    Path directory;

    @Test
    void before_the_first_step_an_adapter_leaves_the_base_as_it_is() throws IOException {
        try (LanguageModel model = TinyModel.open("tiny-tied");
                LoraStep step = new LoraStep(model.decoder(), 2, false, 4096)) {
            AdapterState state = step.initialState(TinyModel.ranks(LinearLayer.USUAL, 4), 1);
            List<TensorContent> tensors = state.parameters().stream()
                    .map(p -> TensorContent.ofFloats(
                            p.name(), List.of(p.rows(), p.columns()), p.value().toFloats()))
                    .toList();
            AdapterDirectory.write(
                    directory, new AdapterConfig(TinyModel.DIGEST, 4, 8, 0, new TreeSet<>(LinearLayer.USUAL)), tensors);
            int[] ids = model.promptIds("the card is lost");

            try (LoraAdapter adapter = model.loadAdapter(directory)) {
                assertThat(model.logits(ids, adapter)).isDeepEqualTo(model.logits(ids, null));
            }
        }
    }
}
