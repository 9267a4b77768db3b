package io.inhouse.training;

import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.ModelOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tiny random models of the language model's tests, and rows to learn. */
final class TinyModel {
    static final String DIGEST = "sha256:" + "0".repeat(64);
    static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    static final List<TrainingRow.Pair> ROWS = List.of(
            new TrainingRow.Pair("the card is lost", " lost card"),
            new TrainingRow.Pair("money", " the money"),
            new TrainingRow.Pair("a cat on the tin is not a card", " cat"),
            new TrainingRow.Pair("the tin", " a tin"),
            new TrainingRow.Pair("lost money on a card", " money"));

    private TinyModel() {}

    static LanguageModel open(String name) {
        return LanguageModel.open(directory(name), new ModelOptions(1, true));
    }

    static Path directory(String name) {
        return Path.of(
                System.getProperty("repository.root", Path.of("..", "..").toString()),
                "services",
                "shared",
                "language-model",
                "src",
                "test",
                "resources",
                "golden",
                name);
    }

    static Map<String, Integer> ranks(Collection<String> modules, int rank) {
        return modules.stream().collect(Collectors.toMap(module -> module, module -> rank));
    }

    /** Two rows a step, eight steps, a snapshot every third. */
    static Recipe recipe() {
        return Recipe.defaults()
                .withAdapter(4, 8, List.of("q_proj", "v_proj", "gate_proj", "down_proj"))
                .withOptimiser(1e-2, 0.1, 0, 1)
                .withLength(2, 1, 8)
                .withExecution(1, Recomputation.NONE, 4096, 3);
    }
}
