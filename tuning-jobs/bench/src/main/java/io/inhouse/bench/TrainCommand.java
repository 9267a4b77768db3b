package io.inhouse.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.languagemodel.ModelOptions;
import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.weights.ModelDigest;
import io.inhouse.training.Evaluation;
import io.inhouse.training.HeldOutLoss;
import io.inhouse.training.LoraTraining;
import io.inhouse.training.Recipe;
import io.inhouse.training.Recomputation;
import io.inhouse.training.TrainingListener;
import io.inhouse.training.TrainingResult;
import io.inhouse.training.TrainingRow;
import io.inhouse.training.TrainingRows;
import io.inhouse.training.rows.TokenRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench train}: trains an adapter alone, without the platform, and reports what it cost and what it learnt. */
@Command(
        name = "train",
        description = "Trains a LoRA adapter on lines of {\"prompt\", \"completion\"} or {\"text\"} and measures it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
    private static final int STEPS_PER_LINE = 20;
    private static final Set<String> BESIDE_A_RECIPE = Set.of(
            "--base",
            "--train",
            "--test",
            "--out",
            "--json",
            "--recipe",
            "--micro-batch-tokens",
            "--test-limit",
            "--max-new");

    @Option(names = "--base", required = true, description = "Directory of the base model (Hugging Face's layout).")
    private Path base = Path.of("");

    @Option(names = "--train", required = true, description = "Rows to train on.")
    private Path train = Path.of("");

    @Option(
            names = "--test",
            description = "Held-out rows: share of exact completions, of texts their perplexity, before and after.")
    private @Nullable Path test;

    @Option(
            names = "--out",
            required = true,
            description = "Work directory; the adapter will be in its folder adapter.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Where to write the summary.")
    private @Nullable Path json;

    @Option(names = "--recipe", description = "YAML file with the whole recipe; bench recipe prints one.")
    private @Nullable Path recipeFile;

    @Option(names = "--rank", defaultValue = "16", description = "LoRA's r.")
    private int rank;

    @Option(names = "--alpha", defaultValue = "32", description = "LoRA's alpha.")
    private double alpha;

    @Option(names = "--rslora", description = "Updates count alpha / sqrt(rank) instead of alpha / rank.")
    private boolean rankStabilised;

    @Option(names = "--lr", defaultValue = "2e-3", description = "Peak learning rate.")
    private double learningRate;

    @Option(names = "--batch", defaultValue = "32", description = "Rows per step.")
    private int batch;

    @ArgGroup
    private Length length = new Length();

    /** Steps or epochs, not both. */
    static final class Length {
        @Option(names = "--epochs", description = "How often all rows are read (default: 1).")
        private double epochs = 1;

        @Option(
                names = {"--steps", "--max-steps"},
                description = "Number of steps.")
        private int steps;
    }

    @Option(names = "--warmup", defaultValue = "0.03", description = "Share of steps with a rising learning rate.")
    private double warmup;

    @Option(names = "--weight-decay", defaultValue = "0", description = "AdamW's weight decay.")
    private double weightDecay;

    @Option(names = "--clip", defaultValue = "1", description = "Largest norm of a step's gradients.")
    private double clip;

    @Option(names = "--seed", defaultValue = "1", description = "Of initial values and the order of rows.")
    private long seed;

    @Option(names = "--threads", defaultValue = "2", description = "Processors to use.")
    private int threads;

    @Option(names = "--targets", split = ",", description = "Linear layers to adapt (default: the usual seven).")
    private List<String> targets = LinearLayer.USUAL;

    @Option(names = "--recompute", defaultValue = "NONE", description = "${COMPLETION-CANDIDATES}")
    private Recomputation recomputation = Recomputation.NONE;

    @Option(names = "--micro-batch-tokens", defaultValue = "4096", description = "Most tokens computed together.")
    private int microBatchTokens;

    @Option(names = "--snapshot-every", defaultValue = "0", description = "Steps between training snapshots; 0: none.")
    private int snapshotEvery;

    @Option(names = "--test-limit", defaultValue = "500", description = "Most held-out rows to use.")
    private int testLimit;

    @Option(names = "--max-new", defaultValue = "24", description = "Most tokens of a completion in the test.")
    private int maxNew;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Recipe recipe = recipeFile == null ? fromOptions() : fromFile(recipeFile);
        List<TrainingRow> rows = TrainingRows.read(train);
        List<TrainingRow> heldOut = test == null ? List.of() : TrainingRows.read(test);
        heldOut = heldOut.subList(0, Math.min(testLimit, heldOut.size()));
        PrintWriter lines = spec.commandLine().getOut();
        try (LanguageModel model = LanguageModel.open(
                base, ModelOptions.defaults().withThreads(recipe.execution().threads()))) {
            Lines listener = new Lines(lines);
            TrainingResult result =
                    new LoraTraining(model, ModelDigest.of(base).digest(), recipe, rows, heldOut, out, listener).run();
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("examples", rows.size());
            summary.put("steps", result.steps());
            summary.put("train_s", rounded(result.seconds(), 10));
            summary.put("tokens", result.tokens());
            summary.put("tokens_per_s", Math.round(result.tokensPerSecond()));
            summary.put("peak_rss_mb", peakMegabytes());
            summary.put("first_loss", rounded(result.firstLoss(), 1e4));
            summary.put("last_loss", rounded(result.lastLoss(), 1e4));
            TrainingResult.Chosen chosen = result.chosen();
            if (chosen != null) {
                summary.put("chosen_step", chosen.step());
                summary.put("chosen_held_out_loss", rounded(chosen.heldOutLoss(), 1e4));
            }
            summary.put("adapter_digest", result.adapterDigest());
            summary.put("adapter_dir", result.adapterDirectory().toString());
            if (!heldOut.isEmpty()) {
                evaluate(model, result, heldOut, summary);
            }
            String text = JsonMapper.builder().build().writeValueAsString(summary);
            lines.println(text);
            lines.flush();
            if (json != null) {
                Files.writeString(json, text + "\n");
            }
        }
        return 0;
    }

    private Recipe fromOptions() {
        return Recipe.defaults()
                .withLora(new Recipe.Lora(rank, alpha, targets, rankStabilised, Collections.emptySortedMap()))
                .withOptimiser(learningRate, warmup, weightDecay, clip)
                .withLength(batch, length.epochs, length.steps)
                .withSeed(seed)
                .withExecution(threads, recomputation, microBatchTokens, snapshotEvery);
    }

    /** A recipe is one file: an option beside it would make it another recipe than the file says. */
    private Recipe fromFile(Path file) throws IOException {
        List<String> beside = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !BESIDE_A_RECIPE.contains(name))
                .toList();
        if (!beside.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "the recipe says it all: leave out " + String.join(", ", beside));
        }
        return Recipe.of(RecipeFile.read(file), microBatchTokens);
    }

    private void evaluate(
            LanguageModel model, TrainingResult result, List<TrainingRow> heldOut, Map<String, Object> summary)
            throws IOException {
        List<TrainingRow.Pair> questions = heldOut.stream()
                .filter(TrainingRow.Pair.class::isInstance)
                .map(TrainingRow.Pair.class::cast)
                .toList();
        if (!questions.isEmpty()) {
            Evaluation before = Evaluation.of(model, null, questions, maxNew, TrainingListener.SILENT);
            try (LoraAdapter adapter = model.loadAdapter(result.adapterDirectory())) {
                Evaluation after = Evaluation.of(model, adapter, questions, maxNew, TrainingListener.SILENT);
                summary.put("base_exact_match", rounded(before.exactMatch(), 1e4));
                summary.put("exact_match", rounded(after.exactMatch(), 1e4));
                summary.put("test_n", after.rows());
            }
        }
        List<TrainingRow> texts =
                heldOut.stream().filter(TrainingRow.Text.class::isInstance).toList();
        if (!texts.isEmpty()) {
            List<TokenRow> windows = TrainingRows.tokens(model, texts);
            HeldOutLoss before = HeldOutLoss.of(model, null, windows, microBatchTokens, TrainingListener.SILENT);
            HeldOutLoss after = HeldOutLoss.of(
                    model, result.adapterDirectory(), windows, microBatchTokens, TrainingListener.SILENT);
            summary.put("base_perplexity", rounded(before.perplexity(), 1e3));
            summary.put("perplexity", rounded(after.perplexity(), 1e3));
            summary.put("test_text_tokens", after.tokens());
        }
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }

    /** Most memory this process ever had resident, in MB; -1 where the system does not say. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    /** One JSON line every so many steps. */
    private record Lines(PrintWriter out) implements TrainingListener {
        @Override
        public void resumed(long step) {
            out.printf("{\"resumed_after_step\": %d}%n", step);
        }

        @Override
        public void progress(Progress p) {
            if ((p.step() - 1) % STEPS_PER_LINE == 0 || p.step() == p.steps()) {
                out.printf(
                        "{\"step\": %d, \"loss\": %.4f, \"tokens_per_s\": %d, \"seconds_left\": %d}%n",
                        p.step(), p.loss(), Math.round(p.tokensPerSecond()), Math.round(p.secondsLeft()));
                out.flush();
            }
        }
    }
}
