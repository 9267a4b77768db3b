package io.inhouse.datasets.rows;

import java.io.IOException;

/** The upload as a whole cannot be read: nothing of it is kept. The message tells the uploader what, where and what to do. */
public final class MalformedUploadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    public MalformedUploadException(String message) {
        this(message, false);
    }

    MalformedUploadException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    public MalformedUploadException(String message, Throwable cause) {
        super(message, cause);
        this.tooLarge = false;
    }

    /** Whether the only fault is the size. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
