package io.inhouse.adapterformat;

import java.io.IOException;

/** A file is not what its format demands. The message names the file or tensor and says what was expected. */
public final class MalformedAdapterException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedAdapterException(String message) {
        super(message);
    }

    public MalformedAdapterException(String message, Throwable cause) {
        super(message, cause);
    }
}
