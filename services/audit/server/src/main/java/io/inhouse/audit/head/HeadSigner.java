package io.inhouse.audit.head;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.VerifierKey;
import java.util.List;

/**
 * Signs tree heads with both of the log's keys. Batches of entries are signed with the first alone: a tree head commits to
 * them all.
 */
public final class HeadSigner {
    /** What an ML-DSA-44 signature says of its time when it says nothing. */
    private static final long NO_TIME = 0;

    private final SigningKey key;
    private final Cosigner second;

    /** @param second ML-DSA-44, under the log's own name */
    public HeadSigner(SigningKey key, Cosigner second) {
        this.key = key;
        this.second = second;
    }

    SignedNote sign(Checkpoint head) {
        SignedNote note = key.sign(head.text());
        return note.with(second.cosign(head.text(), NO_TIME));
    }

    /** The key that every reader knows; a stored head has to verify by it. */
    VerifierKey verifier() {
        return key.verifier();
    }

    /** The log as a reader's policy names it, without witnesses. */
    public TrustPolicy policy() {
        return TrustPolicy.of(List.of(key.verifier(), second.verifier()));
    }
}
