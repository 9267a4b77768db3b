package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private static LanguageModel model;

    @BeforeAll
    static void open() {
        model = LanguageModel.open(Golden.DIRECTORY.resolve("tiny-tied"), ModelOptions.defaults());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static GenerationRequest request(SamplingParameters sampling, int maxTokens, String... stop) {
        return new GenerationRequest(model.promptIds("the card"), null, maxTokens, sampling, List.of(stop));
    }

    @Test
    void what_the_listener_hears_is_the_text_of_the_result() {
        StringBuilder heard = new StringBuilder();

        GenerationResult result = model.generate(request(new SamplingParameters(1, 1, 7), 40), text -> {
            heard.append(text);
            return true;
        });

        assertThat(result.text()).isEqualTo(heard.toString()).isNotEmpty();
        assertThat(result.promptTokens()).isEqualTo(model.promptIds("the card").length);
    }

    @Test
    void the_same_seed_draws_the_same_tokens_and_another_draws_others() {
        int[] first = model.generate(request(new SamplingParameters(1, 0.9, 1), 30), GenerationListener.SILENT)
                .tokenIds();
        int[] again = model.generate(request(new SamplingParameters(1, 0.9, 1), 30), GenerationListener.SILENT)
                .tokenIds();
        int[] other = model.generate(request(new SamplingParameters(1, 0.9, 2), 30), GenerationListener.SILENT)
                .tokenIds();

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void a_tiny_top_p_is_greedy() {
        int[] greedy = model.generate(request(SamplingParameters.greedy(), 20), GenerationListener.SILENT)
                .tokenIds();
        int[] drawn = model.generate(request(new SamplingParameters(1, 1e-9, 3), 20), GenerationListener.SILENT)
                .tokenIds();

        assertThat(drawn).isEqualTo(greedy);
    }

    @Test
    void a_stop_string_ends_the_text_before_it() {
        String whole = model.generate(request(SamplingParameters.greedy(), 30), GenerationListener.SILENT)
                .text();
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
        StringBuilder heard = new StringBuilder();

        GenerationResult result = model.generate(request(SamplingParameters.greedy(), 30, stop), text -> {
            heard.append(text);
            return true;
        });

        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(heard).hasToString(result.text());
    }

    @Test
    void a_listener_that_wants_no_more_ends_it() {
        GenerationResult result = model.generate(request(SamplingParameters.greedy(), 30), text -> false);

        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(result.completionTokens()).isLessThan(30);
    }

    @Test
    void a_prompt_as_long_as_the_context_is_refused_and_a_shorter_one_ends_with_it() {
        int context = model.config().contextLength();

        assertThatThrownBy(() -> model.generate(
                        new GenerationRequest(new int[context], null, 1, SamplingParameters.greedy(), List.of()),
                        GenerationListener.SILENT))
                .isInstanceOf(ContextExceededException.class)
                .hasMessageContaining("64");
        GenerationResult result = model.generate(
                new GenerationRequest(new int[context - 2], null, 50, SamplingParameters.greedy(), List.of()),
                GenerationListener.SILENT);
        assertThat(result.completionTokens()).isLessThanOrEqualTo(2);
    }

    @Test
    void many_threads_at_once_get_what_each_would_get_alone() throws Exception {
        List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        List<int[]> alone = new ArrayList<>();
        for (long seed : seeds) {
            alone.add(model.generate(request(new SamplingParameters(1, 1, seed), 40), GenerationListener.SILENT)
                    .tokenIds());
        }

        List<int[]> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<GenerationResult>> running = seeds.stream()
                    .map(seed -> threads.submit(() ->
                            model.generate(request(new SamplingParameters(1, 1, seed), 40), GenerationListener.SILENT)))
                    .toList();
            for (Future<GenerationResult> each : running) {
                together.add(each.get().tokenIds());
            }
        }

        assertThat(together).usingRecursiveComparison().isEqualTo(alone);
    }

    @Test
    void a_character_spread_over_tokens_arrives_whole() {
        int[] ids = model.tokenizer().encode("emoji 🙂 č");
        var decoder = model.tokenizer().streamAfter(model.promptIds("the"));
        List<String> pieces = new ArrayList<>();

        for (int id : ids) {
            pieces.add(decoder.next(id));
        }
        pieces.add(decoder.finish());

        assertThat(String.join("", pieces)).isEqualTo(" emoji 🙂 č");
        assertThat(pieces).noneMatch(p -> p.contains("\uFFFD"));
    }
}
