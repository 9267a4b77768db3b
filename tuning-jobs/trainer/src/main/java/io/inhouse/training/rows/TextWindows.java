package io.inhouse.training.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts as rows. One that exceeds the context becomes several: each begins with the last token of the one before, which it
 * reads and does not learn. So every token but the very first is learnt exactly once, and none is dropped.
 */
public final class TextWindows {
    private TextWindows() {}

    /**
     * @param ids begin-of-text if the model has one, the text, end-of-text
     * @param longest most tokens of a row, at least 2
     * @return {@code ceil((ids - 1) / (longest - 1))} rows, the last of which may be short
     */
    public static List<TokenRow> of(int[] ids, int longest) {
        if (longest < 2) {
            throw new IllegalArgumentException("a window of " + longest + " tokens has nothing to learn");
        }
        List<TokenRow> windows = new ArrayList<>();
        for (int from = 0; from < ids.length - 1; from += longest - 1) {
            windows.add(new TokenRow(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + longest)), 1));
        }
        return windows;
    }
}
