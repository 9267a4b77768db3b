package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.MarkedRow.Piece;
import java.util.ArrayList;
import java.util.List;

/** A text in pieces for a person to look at: of personal data only its type is shown, in the place where it stands. */
public final class MarkedText {
    private MarkedText() {}

    /** @param hits of this text, in order, not overlapping */
    public static List<Piece> of(String text, List<Hit> hits) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (Hit hit : hits) {
            if (hit.start() > from) {
                pieces.add(new Piece(text.substring(from, hit.start()), null, null));
            }
            pieces.add(new Piece("[" + hit.type() + "]", hit.type(), hit.reason()));
            from = hit.end();
        }
        if (from < text.length()) {
            pieces.add(new Piece(text.substring(from), null, null));
        }
        return pieces;
    }
}
