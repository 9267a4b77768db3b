package io.inhouse.training.step;

import io.inhouse.training.rows.TokenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows that are computed together, laid out without padding. The last token of a row (end-of-text) predicts nothing, so it
 * is not read.
 *
 * @param ids token ids of all rows, one after the other
 * @param positions of each token in its row
 * @param slots of each token in the grid [examples, width]: example · width + position
 * @param kept indices (into {@code ids}) of the tokens whose successor counts in the loss
 * @param targets the successors of the kept tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record MicroBatch(
        long[] ids, long[] positions, long[] slots, long[] kept, long[] targets, int examples, int width) {

    /** Cells of the grid, used and unused. */
    public int cells() {
        return examples * width;
    }

    /**
     * Cuts a batch into parts of similar length.
     *
     * @param mostCells upper limit of a part's grid, unless a single row exceeds it
     */
    public static List<MicroBatch> of(List<TokenRow> batch, int mostCells) {
        List<TokenRow> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparingInt(row -> row.ids().length));
        List<MicroBatch> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            boolean full = i < sorted.size() && (i - from + 1L) * (sorted.get(i).ids().length - 1) > mostCells;
            if (i == sorted.size() || full) {
                parts.add(laidOut(sorted.subList(from, i)));
                from = i;
            }
        }
        return parts;
    }

    private static MicroBatch laidOut(List<TokenRow> rows) {
        int tokens = rows.stream().mapToInt(r -> r.ids().length - 1).sum();
        int learned = rows.stream().mapToInt(TokenRow::learned).sum();
        int width = rows.stream().mapToInt(r -> r.ids().length - 1).max().orElseThrow();
        long[] ids = new long[tokens];
        long[] positions = new long[tokens];
        long[] slots = new long[tokens];
        long[] kept = new long[learned];
        long[] targets = new long[learned];
        int token = 0;
        int target = 0;
        for (int example = 0; example < rows.size(); example++) {
            TokenRow row = rows.get(example);
            for (int t = 0; t + 1 < row.ids().length; t++) {
                ids[token] = row.ids()[t];
                positions[token] = t;
                slots[token] = (long) example * width + t;
                if (t + 1 >= row.promptLength()) {
                    kept[target] = token;
                    targets[target++] = row.ids()[t + 1];
                }
                token++;
            }
        }
        return new MicroBatch(ids, positions, slots, kept, targets, rows.size(), width);
    }
}
