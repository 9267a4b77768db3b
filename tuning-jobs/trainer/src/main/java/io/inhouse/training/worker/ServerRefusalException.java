package io.inhouse.training.worker;

/** The tuning server understood a message and does not want it; sending it again would not help. */
final class ServerRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerRefusalException(String message) {
        super(message);
    }
}
