package io.inhouse.datasets.seal;

import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.datasets.rows.Row;
import io.inhouse.datasets.rows.SameText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Decides by a hash of seed and question which rows are held out. The decision does not depend on the order of the rows,
 * and rows with the same question (see {@link SameText}) are never on both sides, so the share that is held out is right on
 * average only.
 */
public final class SeededSplit {
    private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

    private final byte[] seed;
    private final BigInteger threshold;

    /** @param heldOut share of the rows, at least 0 and below 1 */
    public SeededSplit(long seed, double heldOut) {
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw new IllegalArgumentException("the held-out fraction is at least 0 and below 1, not " + heldOut);
        }
        this.seed = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
        this.threshold =
                new BigDecimal(heldOut).multiply(new BigDecimal(TWO_TO_THE_64)).toBigInteger();
    }

    public Split of(Row row) {
        byte[] hash = Hashing.sha256(seed, Hashing.utf8(SameText.of(row.question())));
        BigInteger first64Bits = new BigInteger(1, hash, 0, Long.BYTES);
        return first64Bits.compareTo(threshold) < 0 ? Split.TEST : Split.TRAIN;
    }
}
