package io.inhouse.training.worker;

/** The job is somebody else's now, or over: this process has to stop and may register nothing. */
final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message);
    }
}
