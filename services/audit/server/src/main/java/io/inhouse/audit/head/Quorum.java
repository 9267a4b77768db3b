package io.inhouse.audit.head;

import io.inhouse.ledger.SignedNote;
import org.jspecify.annotations.Nullable;

/** Whoever has to agree before a tree head may be published. Asking never waits; the sequencer goes on meanwhile. */
public interface Quorum extends AutoCloseable {
    /** Everybody agrees at once: the log has no witnesses. */
    static Quorum none() {
        return new Quorum() {
            private @Nullable SignedNote asked;

            @Override
            public void ask(SignedNote head) {
                asked = head;
            }

            @Override
            public @Nullable SignedNote agreed() {
                return asked;
            }
        };
    }

    /** @param head stored outside PostgreSQL, so that it is never contradicted after a crash */
    void ask(SignedNote head);

    /** The newest head that enough of them agreed to, with their signatures; null before the first. */
    @Nullable
    SignedNote agreed();

    @Override
    default void close() {}
}
