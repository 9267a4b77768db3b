package io.inhouse.training;

import org.jspecify.annotations.Nullable;

/** A job cannot begin as it was asked for. The message says what is wrong, where, and what would be right. */
public class TrainingRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingRefusedException(String message) {
        super(message);
    }

    public TrainingRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
