package io.inhouse.training.worker;

import io.inhouse.training.rows.TokenRow;
import io.inhouse.tuning.client.rows.TrainerFigures;
import io.inhouse.tuning.client.rows.TrainerFigures.Bucket;
import io.inhouse.tuning.client.rows.TrainerFigures.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the tokens of rows as they pass by. */
final class TokenCounts {
    private static final int REFUSALS_TOLD = 5;
    private static final int MOST_BUCKETS = 20;

    private final int context;
    private final IntStream.Builder lengths = IntStream.builder();
    private final List<Refusal> refusals = new ArrayList<>();
    private long rows;
    private long learned;
    private long refused;

    TokenCounts(int context) {
        this.context = context;
    }

    /** @param windows of one row: each but the first begins with a token that the one before has learnt */
    void add(List<TokenRow> windows) {
        int own = windows.stream().mapToInt(TokenRow::learned).sum();
        lengths.add(windows.getFirst().promptLength() + own);
        learned += own;
        rows++;
    }

    void refused(String reason) {
        rows++;
        refused++;
        if (refusals.size() < REFUSALS_TOLD) {
            refusals.add(new Refusal(rows, reason));
        }
    }

    TrainerFigures figures() {
        int[] sorted = lengths.build().sorted().toArray();
        boolean none = sorted.length == 0;
        return new TrainerFigures(
                context,
                rows,
                IntStream.of(sorted).asLongStream().sum(),
                learned,
                none ? 0 : sorted[0],
                none ? 0 : sorted[(sorted.length - 1) / 2],
                none ? 0 : sorted[sorted.length - 1],
                none ? List.of() : histogram(sorted),
                refused,
                refusals);
    }

    /** At most twenty steps, each 1, 2 or 5 times a power of ten tokens wide. */
    static List<Bucket> histogram(int[] sorted) {
        int longest = sorted[sorted.length - 1];
        int width = 1;
        for (int i = 0; (longest + width - 1) / width > MOST_BUCKETS; i++) {
            width = i % 3 == 1 ? width / 2 * 5 : width * 2;
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int to = width, next = 0; next < sorted.length; to += width) {
            int before = next;
            while (next < sorted.length && sorted[next] <= to) {
                next++;
            }
            buckets.add(new Bucket(to - width + 1, to, (long) next - before));
        }
        return buckets;
    }
}
