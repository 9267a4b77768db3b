package io.inhouse.registry.adapters;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why somebody decided as they did. */
final class Comment {
    private static final int LONGEST = 2000;

    private Comment() {}

    /** @throws PlatformException {@code INVALID_REQUEST} for one that says nothing, or too much to be kept for ever */
    static String of(@Nullable String comment) {
        if (comment == null || comment.isBlank() || comment.length() > LONGEST || comment.indexOf('\0') >= 0) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "'comment' must say why, in at most " + LONGEST + " characters; it becomes part of the record.",
                    Map.of("param", "comment"));
        }
        return comment.strip();
    }
}
