package io.inhouse.bench;

import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.languagemodel.ModelOptions;
import io.inhouse.modelformat.gguf.GgufType;
import io.inhouse.modelformat.llama.GgufExport;
import io.inhouse.modelformat.llama.GgufImport;
import io.inhouse.modelformat.merging.MergedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench merge}: an adapter merged into its base, and the proof that both still answer alike. */
@Command(
        name = "merge",
        description = "Merges an adapter into its base model, then compares the answers of both.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class MergeCommand implements Callable<Integer> {
    /** What the merged model becomes, and by how much its logits may differ, relative to the largest. */
    enum Format {
        HUGGINGFACE(2e-2),
        GGUF_F16(2e-2),
        GGUF_Q8_0(1e-1);

        private final double tolerance;

        Format(double tolerance) {
            this.tolerance = tolerance;
        }
    }

    @Option(names = "--base", required = true, description = "Directory of the base model (Hugging Face's layout).")
    private Path base = Path.of("");

    @Option(names = "--adapter", required = true, description = "Directory of an adapter in PEFT's format.")
    private Path adapter = Path.of("");

    @Option(names = "--out", required = true, description = "A directory to make, or a .gguf file.")
    private Path out = Path.of("");

    @Option(names = "--format", defaultValue = "HUGGINGFACE", description = "${COMPLETION-CANDIDATES}")
    private Format format = Format.HUGGINGFACE;

    @Option(
            names = "--text",
            defaultValue = "The quick brown fox said that",
            description = "What both read for the comparison.")
    private String text = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path readable = out;
        Path scratch = null;
        try {
            if (format == Format.HUGGINGFACE) {
                MergedModel.write(base, adapter, out);
            } else {
                GgufExport.write(base, adapter, format == Format.GGUF_F16 ? GgufType.F16 : GgufType.Q8_0, out);
                scratch = Files.createTempDirectory(out.toAbsolutePath().getParent(), ".check-");
                GgufImport.convert(out, scratch);
                readable = scratch;
            }
            double difference = difference(logits(base, adapter), logits(readable, null));
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "{\"merged\": \"%s\", \"format\": \"%s\", \"relative_difference\": %.2e, \"allowed\": %.0e}%n",
                            out,
                            format,
                            difference,
                            format.tolerance);
            return difference <= format.tolerance ? 0 : 1;
        } finally {
            if (scratch != null) {
                delete(scratch);
            }
        }
    }

    private float[][] logits(Path directory, @Nullable Path with) {
        try (LanguageModel model = LanguageModel.open(directory, ModelOptions.defaults());
                LoraAdapter loaded = with == null ? null : model.loadAdapter(with)) {
            return model.logits(model.promptIds(text), loaded);
        }
    }

    private static double difference(float[][] expected, float[][] found) {
        double largest = 0;
        double error = 0;
        for (int t = 0; t < expected.length; t++) {
            for (int v = 0; v < expected[t].length; v++) {
                largest = Math.max(largest, Math.abs(expected[t][v]));
                error = Math.max(error, Math.abs(expected[t][v] - found[t][v]));
            }
        }
        return error / largest;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
