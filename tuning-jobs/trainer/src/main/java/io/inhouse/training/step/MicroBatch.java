package io.inhouse.training.step;

import io.inhouse.training.rows.TokenRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are computed together, laid out without padding. The last token of a row (end-of-text) predicts nothing, so it
 * is not read.
 *
 * @param ids token ids of all rows, one after the other
 * @param positions of each token in its row
 * @param slots of each token in the grid [examples, width]: example · width + position
 * @param kept indices (into {@code ids}) of the tokens whose successor counts in the loss
 * @param targets the successors of the kept tokens
 * @param documents which row each cell of the grid belongs to, -1 where none; empty if every row has a place of its own
 * @param examples places of the grid
 * @param width cells of a place
 */
@SuppressWarnings("ArrayRecordComponent")
public record MicroBatch(
        long[] ids,
        long[] positions,
        long[] slots,
        long[] kept,
        long[] targets,
        long[] documents,
        int examples,
        int width) {

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
                parts.add(alone(sorted.subList(from, i)));
                from = i;
            }
        }
        return parts;
    }

    /**
     * Cuts a batch into parts in which short rows share the places of long ones, so that attention computes fewer empty
     * cells and there are fewer parts. Every row still sees only itself.
     *
     * @param mostCells upper limit of a part's grid, unless a single row exceeds it
     */
    public static List<MicroBatch> packed(List<TokenRow> batch, int mostCells) {
        List<TokenRow> left = new ArrayList<>(batch);
        left.sort(Comparator.comparingInt((TokenRow row) -> row.ids().length).reversed());
        List<MicroBatch> parts = new ArrayList<>();
        while (!left.isEmpty()) {
            int width = read(left.getFirst());
            int most = Math.max(1, mostCells / width);
            List<List<TokenRow>> places = new ArrayList<>();
            List<TokenRow> rest = new ArrayList<>();
            for (TokenRow row : left) {
                Optional<List<TokenRow>> open = places.stream()
                        .filter(place ->
                                place.stream().mapToInt(MicroBatch::read).sum() + read(row) <= width)
                        .findFirst();
                if (open.isPresent()) {
                    open.get().add(row);
                } else if (places.size() < most) {
                    places.add(new ArrayList<>(List.of(row)));
                } else {
                    rest.add(row);
                }
            }
            parts.add(laidOut(places, width));
            left = rest;
        }
        return parts;
    }

    /** Tokens that are read: all but the last. */
    private static int read(TokenRow row) {
        return row.ids().length - 1;
    }

    private static MicroBatch alone(List<TokenRow> rows) {
        int width = rows.stream().mapToInt(MicroBatch::read).max().orElseThrow();
        return laidOut(rows.stream().map(List::of).toList(), width);
    }

    private static MicroBatch laidOut(List<List<TokenRow>> places, int width) {
        List<TokenRow> rows = places.stream().flatMap(List::stream).toList();
        int tokens = rows.stream().mapToInt(MicroBatch::read).sum();
        int learned = rows.stream().mapToInt(TokenRow::learned).sum();
        long[] ids = new long[tokens];
        long[] positions = new long[tokens];
        long[] slots = new long[tokens];
        long[] kept = new long[learned];
        long[] targets = new long[learned];
        long[] documents = new long[places.size() < rows.size() ? places.size() * width : 0];
        Arrays.fill(documents, -1);
        int token = 0;
        int target = 0;
        long document = 0;
        for (int place = 0; place < places.size(); place++) {
            int cell = place * width;
            for (TokenRow row : places.get(place)) {
                for (int t = 0; t < read(row); t++) {
                    ids[token] = row.ids()[t];
                    positions[token] = t;
                    slots[token] = cell;
                    if (t + 1 >= row.promptLength()) {
                        kept[target] = token;
                        targets[target++] = row.ids()[t + 1];
                    }
                    if (documents.length > 0) {
                        documents[cell] = document;
                    }
                    token++;
                    cell++;
                }
                document++;
            }
        }
        return new MicroBatch(ids, positions, slots, kept, targets, documents, places.size(), width);
    }
}
