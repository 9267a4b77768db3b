package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same job ends in the same bytes, however often it was killed; another job in others. */
class LoraTrainingTest {
    private static LanguageModel model;

    private static final List<TrainingRow> HELD_OUT = List.of(
            new TrainingRow.Pair("a lost tin", " tin"),
            new TrainingRow.Text("the cat is on a card and the card is lost"));

    @TempDir
    Path work;

    @BeforeAll
    static void open() {
        model = TinyModel.open("tiny-tied");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Dies as a killed process does: nothing is tidied up. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class KillAfter implements TrainingListener {
        private final long step;
        private long resumed = -1;

        KillAfter(long step) {
            this.step = step;
        }

        @Override
        public void resumed(long after) {
            resumed = after;
        }

        @Override
        public void progress(Progress progress) {
            if (progress.step() == step) {
                throw new Killed();
            }
        }
    }

    private LoraTraining job(String directory, Recipe recipe, TrainingListener listener) {
        return new LoraTraining(
                model, TinyModel.DIGEST, recipe, TinyModel.ROWS, HELD_OUT, work.resolve(directory), listener);
    }

    private String digest(String directory, Recipe recipe) throws IOException {
        return job(directory, recipe, TrainingListener.SILENT).run().adapterDigest();
    }

    private Path latestSnapshot(String directory) throws IOException {
        try (Stream<Path> files = Files.list(work.resolve(directory).resolve("snapshots"))) {
            return files.sorted(Collections.reverseOrder()).findFirst().orElseThrow();
        }
    }

    @Test
    void the_same_job_in_another_place_gives_the_same_adapter_and_another_seed_another_one() throws IOException {
        String first = digest("a", TinyModel.recipe());
        String second = digest("b", TinyModel.recipe());
        String other = digest("c", TinyModel.recipe().withSeed(2));

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7, 8})
    void a_killed_job_goes_on_from_its_snapshot_and_ends_in_the_same_bytes(int step) throws IOException {
        String straight = digest("straight", TinyModel.recipe());
        assertThatThrownBy(() ->
                        job("killed", TinyModel.recipe(), new KillAfter(step)).run())
                .isInstanceOf(Killed.class);
        KillAfter never = new KillAfter(-1);

        String resumed = job("killed", TinyModel.recipe(), never).run().adapterDigest();

        assertThat(resumed).isEqualTo(straight);
        assertThat(never.resumed).isEqualTo(step < 3 ? -1 : step == 8 ? 8 : step / 3 * 3);
    }

    /** Everything that is off by default, at a rate so high that the held-out loss rises in the end. */
    private static Recipe everything() {
        Recipe plain = TinyModel.recipe();
        return plain.withLora(new Recipe.Lora(
                        4, 8, plain.lora().targetModules(), true, new TreeMap<>(Map.of("q_proj", 2, "down_proj", 8))))
                .withOptimiser(new Recipe.Optimiser(0.05, 0.1, 0.01, 1, Schedule.LINEAR, 4))
                .withLength(new Recipe.Length(2, 1, 40, 2))
                .withExecution(new Recipe.Execution(1, Recomputation.NONE, 64, 3, true))
                .withSelection(new Recipe.Selection(2, 2));
    }

    @Test
    void held_out_rows_choose_the_adapter_and_end_training() throws IOException {
        List<Long> lowest = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void evaluated(long step, HeldOutLoss loss, boolean isLowest) {
                if (isLowest) {
                    lowest.add(step);
                }
            }
        };

        TrainingResult result = job("chosen", everything(), listener).run();

        TrainingResult.Chosen chosen = Objects.requireNonNull(result.chosen());
        assertThat(chosen.step()).isEqualTo(lowest.getLast());
        assertThat(result.steps()).isEqualTo(chosen.step() + 4).isLessThan(40);
        HeldOutLoss served = HeldOutLoss.of(
                model, result.adapterDirectory(), TrainingRows.tokens(model, HELD_OUT), 4096, TrainingListener.SILENT);
        assertThat(served.loss()).isCloseTo(chosen.heldOutLoss(), within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, -1})
    void with_every_option_a_killed_job_ends_in_the_same_bytes_too(int step) throws IOException {
        TrainingResult straight =
                job("straight", everything(), TrainingListener.SILENT).run();
        long killed = step < 0 ? straight.steps() : step;
        assertThatThrownBy(
                        () -> job("killed", everything(), new KillAfter(killed)).run())
                .isInstanceOf(Killed.class);
        KillAfter never = new KillAfter(-1);

        TrainingResult resumed = job("killed", everything(), never).run();

        assertThat(resumed.adapterDigest()).isEqualTo(straight.adapterDigest());
        assertThat(resumed.chosen()).isEqualTo(straight.chosen());
        assertThat(resumed.steps()).isEqualTo(straight.steps());
        assertThat(never.resumed).isEqualTo(step < 0 ? straight.steps() : step < 3 ? -1 : step / 3 * 3);
    }

    @Test
    void an_evaluation_without_held_out_rows_is_refused() {
        refused(
                TinyModel.recipe().withSelection(new Recipe.Selection(2, 0)),
                TinyModel.ROWS,
                work,
                "evaluation every 2 steps",
                "no rows are held out");
    }

    @Test
    void a_damaged_snapshot_is_passed_over_for_the_one_before() throws IOException {
        String straight = digest("straight", TinyModel.recipe());
        assertThatThrownBy(() ->
                        job("killed", TinyModel.recipe(), new KillAfter(7)).run())
                .isInstanceOf(Killed.class);
        Path latest = latestSnapshot("killed");
        byte[] whole = Files.readAllBytes(latest);
        Files.write(latest, Arrays.copyOf(whole, whole.length / 2));
        KillAfter never = new KillAfter(-1);

        String resumed = job("killed", TinyModel.recipe(), never).run().adapterDigest();

        assertThat(resumed).isEqualTo(straight);
        assertThat(never.resumed).isEqualTo(3);
    }

    @Test
    void snapshots_of_another_recipe_are_not_used() throws IOException {
        digest("work", TinyModel.recipe());
        KillAfter never = new KillAfter(-1);

        String other = job("work", TinyModel.recipe().withSeed(2), never).run().adapterDigest();

        assertThat(never.resumed).isEqualTo(-1);
        assertThat(other).isEqualTo(digest("fresh", TinyModel.recipe().withSeed(2)));
    }

    @Test
    void snapshots_of_another_recipe_do_not_push_out_those_of_this_one() throws IOException {
        digest("work", TinyModel.recipe());
        Recipe recipe = TinyModel.recipe().withSeed(2);
        assertThatThrownBy(() -> job("work", recipe, new KillAfter(4)).run()).isInstanceOf(Killed.class);
        KillAfter never = new KillAfter(-1);

        job("work", recipe, never).run();

        assertThat(never.resumed).isEqualTo(3);
    }

    @Test
    void recomputation_and_the_interval_of_snapshots_change_no_bit() throws IOException {
        String kept = digest("kept", TinyModel.recipe());
        String recomputed = digest("recomputed", TinyModel.recipe().withExecution(1, Recomputation.FULL, 4096, 0));

        assertThat(recomputed).isEqualTo(kept);
    }

    @Test
    void what_was_trained_is_what_is_served() throws IOException {
        Recipe recipe = TinyModel.recipe().withLength(5, 1, 60).withOptimiser(2e-2, 0.1, 0, 1);

        TrainingResult result = job("long", recipe, TrainingListener.SILENT).run();

        try (LoraAdapter adapter = model.loadAdapter(result.adapterDirectory())) {
            Evaluation before = Evaluation.of(model, null, TinyModel.ROWS, 12, TrainingListener.SILENT);
            Evaluation after = Evaluation.of(model, adapter, TinyModel.ROWS, 12, TrainingListener.SILENT);
            assertThat(before.exact()).isZero();
            assertThat(after.exactMatch()).isEqualTo(1);
        }
        assertThat(result.lastLoss()).isLessThan(result.firstLoss() / 3);
    }

    @Test
    void an_adapter_of_several_ranks_is_served_as_it_was_trained() throws IOException {
        Recipe recipe = everything()
                .withOptimiser(2e-2, 0.1, 0, 1)
                .withLength(new Recipe.Length(5, 1, 60, 1))
                .withSelection(Recipe.LAST_STEP);

        TrainingResult result = job("ranks", recipe, TrainingListener.SILENT).run();

        try (LoraAdapter adapter = model.loadAdapter(result.adapterDirectory())) {
            assertThat(Evaluation.of(model, adapter, TinyModel.ROWS, 12, TrainingListener.SILENT)
                            .exactMatch())
                    .isEqualTo(1);
            assertThat(adapter.config().rank("model.layers.0.mlp.down_proj")).isEqualTo(8);
            assertThat(adapter.config().scaling("model.layers.0.mlp.down_proj"))
                    .isCloseTo(adapter.config().scaling(), within(1e-12));
        }
    }

    @Test
    void an_evaluation_that_nobody_wants_any_more_ends_before_its_next_part() {
        List<TrainingRow.Pair> rows = Collections.nCopies(1200, TinyModel.ROWS.getFirst());
        TrainingListener onePart = new TrainingListener() {
            private int asked;

            @Override
            public boolean mayContinue() {
                return ++asked == 1;
            }
        };

        assertThatThrownBy(() -> Evaluation.of(model, null, rows, 1, onePart))
                .isInstanceOf(CancellationException.class)
                .hasMessage("cancelled after 512 of 1200 held-out rows");
        assertThatThrownBy(
                        () -> HeldOutLoss.of(model, null, TrainingRows.tokens(model, List.copyOf(rows)), 4096, onePart))
                .isInstanceOf(CancellationException.class);
    }

    /** The learning rate rises until it is too high: what was learnt before that is worth keeping. */
    private static Recipe wild() {
        return TinyModel.recipe()
                .withAdapter(4, 8, Recipe.defaults().lora().targetModules())
                .withLength(2, 1, 60)
                .withOptimiser(100, 1, 0, 1)
                .withExecution(1, Recomputation.NONE, 4096, 1);
    }

    private DivergedException diverge(String directory, TrainingListener listener) {
        return catchThrowableOfType(
                DivergedException.class, () -> job(directory, wild(), listener).run());
    }

    @Test
    void a_learning_rate_that_diverges_fails_with_the_step_and_keeps_the_last_good_snapshot() throws IOException {
        DivergedException diverged = diverge("wild", TrainingListener.SILENT);

        Path last = diverged.lastSnapshot().orElseThrow();
        assertThat(diverged)
                .hasMessageContaining("diverged at step " + diverged.step())
                .hasMessageContaining(last.getFileName().toString());
        assertThat(latestSnapshot("wild")).as("nothing from the run-away stays").isEqualTo(last);
        try (SafetensorsFile snapshot = SafetensorsFile.open(last)) {
            long step = Long.parseLong(snapshot.metadata().getOrDefault("step", ""));
            assertThat(step).isBetween(1L, diverged.step() - 1);
            assertThat(Double.parseDouble(snapshot.metadata().getOrDefault("loss.last", "")))
                    .isLessThan(1.1 * Double.parseDouble(snapshot.metadata().getOrDefault("loss.first", "")) + 0.5);
            for (String name : snapshot.tensors().keySet()) {
                for (float value : snapshot.floats(name)) {
                    assertThat(Float.isFinite(value)).as(name).isTrue();
                }
            }
        }
    }

    @Test
    void a_diverged_job_can_be_resumed_from_its_last_good_snapshot() throws IOException {
        DivergedException diverged = diverge("wild", TrainingListener.SILENT);
        String kept = diverged.lastSnapshot().orElseThrow().getFileName().toString();
        KillAfter never = new KillAfter(-1);

        DivergedException again = diverge("wild", never);

        assertThat(kept).isEqualTo("snapshot-%08d.safetensors".formatted(never.resumed));
        assertThat(again.step()).isEqualTo(diverged.step());
        assertThat(again.lastSnapshot()).isEqualTo(diverged.lastSnapshot());
    }

    @Test
    void a_job_that_diverges_at_once_keeps_no_snapshot_of_it() {
        Recipe recipe = TinyModel.recipe()
                .withLength(2, 1, 100)
                .withOptimiser(1e38, 0, 0, 1e9)
                .withExecution(1, Recomputation.NONE, 4096, 1);

        assertThatThrownBy(() -> job("at-once", recipe, TrainingListener.SILENT).run())
                .isInstanceOfSatisfying(
                        DivergedException.class,
                        e -> assertThat(e.lastSnapshot()).isEmpty());
        assertThat(work.resolve("at-once").resolve("snapshots")).isEmptyDirectory();
    }

    @Test
    void a_listener_can_end_the_job() {
        TrainingListener stop = new TrainingListener() {
            @Override
            public boolean mayContinue() {
                return false;
            }
        };

        assertThatThrownBy(() -> job("stopped", TinyModel.recipe(), stop).run())
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("step 0 of 8");
    }

    private static void refused(Recipe recipe, List<? extends TrainingRow> rows, Path work, String... message) {
        assertThatThrownBy(() ->
                        new LoraTraining(model, TinyModel.DIGEST, recipe, rows, work, TrainingListener.SILENT).run())
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContainingAll(message);
    }

    @Test
    void rows_that_cannot_be_learnt_from_are_refused_by_number() {
        TrainingRow good = TinyModel.ROWS.getFirst();

        refused(TinyModel.recipe(), List.of(), work, "no rows");
        refused(TinyModel.recipe(), List.of(good, new TrainingRow.Pair("x", "  ")), work, "row 2", "empty completion");
        refused(TinyModel.recipe(), List.of(good, new TrainingRow.Text(" \n")), work, "row 2", "empty text");
        TrainingRow tooLong = new TrainingRow.Pair("x", "z".repeat(70));
        refused(
                TinyModel.recipe(),
                List.of(good, good, tooLong, good, tooLong),
                work,
                "2 of 5 rows",
                "row 3 has 7",
                "row 5 has 7",
                "context holds, which is 64",
                "Shorten them");
    }

    @Test
    void a_module_that_the_model_does_not_have_is_refused_with_those_it_has() {
        refused(
                TinyModel.recipe().withAdapter(4, 8, List.of("q_proj", "w1")),
                TinyModel.ROWS,
                work,
                "no linear layer named w1",
                "q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj");
    }
}
