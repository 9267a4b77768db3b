package io.inhouse.verify;

/** What came of a verification; the exit code is part of the command's contract. */
public enum Verdict {
    VERIFIED(0),
    NOT_VERIFIED(1),
    /** Wrong usage, or the file cannot be read as a bundle. */
    UNREADABLE(2),
    /** Everything fits together, but only by the key that came with the bundle. */
    KEY_NOT_PINNED(3);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
