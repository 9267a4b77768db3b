package io.inhouse.datasets.seal;

import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;

/**
 * Names a version: the Merkle root (RFC 6962) over its rows in their order. A row's leaf is one byte for its split (0
 * train, 1 test) and the 32 bytes of its commitment, so that a held-out row cannot become a training row under the same
 * name.
 */
public final class VersionRoot {
    private final CompactRange tree = new CompactRange();

    /** @param commitment 32 bytes */
    public void add(Split split, byte[] commitment) {
        byte[] leaf = new byte[1 + commitment.length];
        leaf[0] = (byte) (split == Split.TEST ? 1 : 0);
        System.arraycopy(commitment, 0, leaf, 1, commitment.length);
        tree.append(Hash.ofLeaf(leaf));
    }

    public long rows() {
        return tree.size();
    }

    /** {@code sha256:<hex>}. */
    public String digest() {
        return "sha256:" + tree.root();
    }
}
