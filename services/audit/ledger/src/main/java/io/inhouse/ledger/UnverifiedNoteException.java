package io.inhouse.ledger;

/** A well-formed note that must not be believed. */
public class UnverifiedNoteException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnverifiedNoteException(String message) {
        super(message);
    }
}
