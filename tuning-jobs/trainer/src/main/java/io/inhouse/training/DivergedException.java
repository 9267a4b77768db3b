package io.inhouse.training;

import java.nio.file.Path;
import java.util.Optional;

/** The loss ran away. What was learnt until the last snapshot is kept. */
public class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;
    private final transient Optional<Path> lastSnapshot;

    DivergedException(long step, String what, Optional<Path> lastSnapshot) {
        super("training diverged at step " + step + ": " + what + "; a lower learning rate helps. "
                + lastSnapshot
                        .map(file -> "The last good training snapshot is " + file.getFileName())
                        .orElse("No training snapshot had been written yet"));
        this.step = step;
        this.lastSnapshot = lastSnapshot;
    }

    /** Counted from 1. */
    public long step() {
        return step;
    }

    public Optional<Path> lastSnapshot() {
        return lastSnapshot;
    }
}
