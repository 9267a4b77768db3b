package io.inhouse.egress;

/**
 * The guard does not let a connection be opened. An {@link IllegalArgumentException}, because that is what JDK classes
 * that ask a proxy selector pass on to their callers as an {@code IOException}.
 */
public final class EgressRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    EgressRefusedException(Refusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
