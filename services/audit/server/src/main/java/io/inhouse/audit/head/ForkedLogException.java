package io.inhouse.audit.head;

/** PostgreSQL and the stored tree head contradict each other. A log does not fork, so nothing may be signed. */
public class ForkedLogException extends Exception {
    private static final long serialVersionUID = 1L;

    public ForkedLogException(String message) {
        super(message);
    }
}
