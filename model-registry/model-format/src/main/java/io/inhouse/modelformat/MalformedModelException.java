package io.inhouse.modelformat;

import java.io.IOException;

/** A file or directory is not the model that it should be. The message names the place and says what would be right. */
public class MalformedModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedModelException(String message) {
        super(message);
    }

    public MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
