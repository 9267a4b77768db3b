package io.inhouse.ledger.bundle;

import org.jspecify.annotations.Nullable;

/** The file cannot be read as a bundle at all; says why. */
public class NotABundleException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotABundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
