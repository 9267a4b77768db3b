package io.inhouse.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.languagemodel.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench logits}: writes what a model computes for a text, so that another implementation can be compared. */
@Command(
        name = "logits",
        description = "Writes the logits after each token of a text as JSON.",
        mixinStandardHelpOptions = true)
final class LogitsCommand implements Callable<Integer> {
    @Option(names = "--base", required = true, description = "Directory of the base model (Hugging Face's layout).")
    private Path base = Path.of("");

    @Option(names = "--adapter", description = "Directory of an adapter in PEFT's format.")
    private @Nullable Path adapter;

    @Option(names = "--text", required = true, description = "What the model reads.")
    private String text = "";

    @Option(names = "--json", required = true, description = "Where to write ids and logits.")
    private Path json = Path.of("");

    @Override
    public Integer call() throws IOException {
        try (LanguageModel model = LanguageModel.open(base, ModelOptions.defaults());
                LoraAdapter loaded = adapter == null ? null : model.loadAdapter(adapter)) {
            int[] ids = model.promptIds(text);
            JsonMapper.builder()
                    .build()
                    .writeValue(json.toFile(), Map.of("ids", ids, "logits", model.logits(ids, loaded)));
        }
        return 0;
    }
}
