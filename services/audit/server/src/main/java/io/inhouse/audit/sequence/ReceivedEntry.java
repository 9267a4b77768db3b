package io.inhouse.audit.sequence;

import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.Envelope;

/** A message that may become an entry. */
record ReceivedEntry(Envelope envelope, Leaf leaf) {
    /** @throws IllegalArgumentException saying why the message can be no entry */
    static ReceivedEntry parse(byte[] message) {
        return of(Envelope.parse(message));
    }

    static ReceivedEntry of(Envelope envelope) {
        Leaf leaf = Leaf.parse(envelope.leaf());
        byte[] ct = envelope.ct();
        if (ct != null && !Commitments.ciphertextDigest(ct).equals(leaf.ctSha256())) {
            throw new IllegalArgumentException("the encrypted content is not the one that the leaf names");
        }
        String reference = envelope.ctRef();
        if (reference != null && !reference.equals("sha256:" + leaf.ctSha256())) {
            throw new IllegalArgumentException(
                    "the reference to the encrypted content is not the one that the leaf names");
        }
        return new ReceivedEntry(envelope, leaf);
    }

    String stream() {
        return leaf.stream();
    }

    long seq() {
        return leaf.seq();
    }
}
