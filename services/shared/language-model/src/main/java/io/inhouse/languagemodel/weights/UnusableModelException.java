package io.inhouse.languagemodel.weights;

import org.jspecify.annotations.Nullable;

/** A model directory cannot be used. The message says which file, what is wrong with it and what would be right. */
public class UnusableModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
