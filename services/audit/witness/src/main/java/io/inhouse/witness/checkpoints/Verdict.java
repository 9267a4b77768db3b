package io.inhouse.witness.checkpoints;

import io.inhouse.ledger.SignedNote;
import java.util.List;

/** What the witness answers. */
sealed interface Verdict {
    /** The tree head continues what was cosigned before; that is stored now. */
    record Cosigned(List<SignedNote.Signature> signatures) implements Verdict {}

    record UnknownLog() implements Verdict {}

    /** No key of the log signed it, or a known key's signature is wrong. */
    record NotSigned() implements Verdict {}

    /** The request contradicts itself. */
    record Malformed(String why) implements Verdict {}

    /** The witness cosigned another size last. */
    record OtherSize(long size) implements Verdict {}

    /** Same size, other root: the log forked. */
    record Forked(long size) implements Verdict {}

    /** The proof does not lead from the last tree head to this one. */
    record NotProven() implements Verdict {}
}
