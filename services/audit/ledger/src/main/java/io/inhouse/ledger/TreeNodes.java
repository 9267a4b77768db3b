package io.inhouse.ledger;

/** Where the hashes of perfect subtrees are kept. */
@FunctionalInterface
public interface TreeNodes {
    /**
     * The root of the perfect subtree over the leaves from {@code index · 2^level} on.
     *
     * @throws java.util.NoSuchElementException if it is not complete
     */
    Hash node(int level, long index);
}
