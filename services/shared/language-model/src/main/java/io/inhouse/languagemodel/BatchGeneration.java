package io.inhouse.languagemodel;

import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Greedy completions of many prompts. Rows of equal length share one pass, so that no position is padding. */
final class BatchGeneration {
    private static final int ROWS_AT_ONCE = 64;

    private final Decoder model;
    private final @Nullable LoraAdapter adapter;
    private final int maxTokens;

    BatchGeneration(Decoder model, @Nullable LoraAdapter adapter, int maxTokens) {
        this.model = model;
        this.adapter = adapter;
        this.maxTokens = maxTokens;
    }

    List<int[]> run(List<int[]> prompts) {
        SortedMap<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            byLength.computeIfAbsent(prompts.get(i).length, length -> new ArrayList<>())
                    .add(i);
        }
        int[][] completions = new int[prompts.size()][];
        byLength.forEach((length, rows) -> {
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                complete(prompts, rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE)), length, completions);
            }
        });
        return Arrays.asList(completions);
    }

    private void complete(List<int[]> prompts, List<Integer> rows, int length, int[][] completions) {
        int context = model.config().contextLength();
        if (length >= context) {
            throw new ContextExceededException(length, context);
        }
        int limit = Math.min(maxTokens, context - length);
        int[][] generated = new int[rows.size()][limit];
        int[] counts = new int[rows.size()];
        boolean[] finished = new boolean[rows.size()];
        long[] next = rows.stream()
                .flatMapToInt(r -> Arrays.stream(prompts.get(r)))
                .asLongStream()
                .toArray();
        try (Decoder.Sequence sequence = adapter == null
                ? model.start(rows.size(), length + limit)
                : model.start(rows.size(), length + limit, adapter.matrices())) {
            for (int step = 0;
                    step < limit && IntStream.range(0, finished.length).anyMatch(r -> !finished[r]);
                    step++) {
                try (TensorScope call = new TensorScope()) {
                    next = sequence.mostProbable(call, sequence.logits(call, next, false));
                }
                for (int r = 0; r < finished.length; r++) {
                    finished[r] |= model.config().endOfText().contains((int) next[r]);
                    if (!finished[r]) {
                        generated[r][counts[r]++] = (int) next[r];
                    }
                }
            }
        }
        for (int r = 0; r < finished.length; r++) {
            completions[rows.get(r)] = Arrays.copyOf(generated[r], counts[r]);
        }
    }
}
