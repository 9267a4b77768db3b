package io.inhouse.datasets.rows;

import java.io.IOException;

/** The upload as a whole cannot be read: nothing of it is kept. The message tells the uploader what, where and what to do. */
public final class MalformedUploadException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedUploadException(String message) {
        super(message);
    }

    public MalformedUploadException(String message, Throwable cause) {
        super(message, cause);
    }
}
