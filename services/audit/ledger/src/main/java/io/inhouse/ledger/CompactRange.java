package io.inhouse.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree that only grows, kept as the roots of its perfect subtrees: one for each set bit of its size, the largest first.
 * Not safe for use by several threads.
 */
public final class CompactRange {
    private final List<Hash> roots = new ArrayList<>();
    private long size;

    /** Told of every perfect subtree at the moment it is complete; a subtree of level n covers 2^n leaves. */
    @FunctionalInterface
    public interface NodeListener {
        void complete(int level, long index, Hash hash);
    }

    /**
     * The tree of that size.
     *
     * @param roots of the perfect subtrees, the largest first
     * @throws IllegalArgumentException if a tree of that size has another number of perfect subtrees
     */
    public static CompactRange of(long size, List<Hash> roots) {
        if (size < 0 || Long.bitCount(size) != roots.size()) {
            throw new IllegalArgumentException(
                    "a tree of size " + size + " does not have " + roots.size() + " subtrees");
        }
        CompactRange range = new CompactRange();
        range.roots.addAll(roots);
        range.size = size;
        return range;
    }

    /** Reads the tree's state from stored nodes. */
    public static CompactRange of(long size, TreeNodes nodes) {
        List<Hash> roots = new ArrayList<>();
        for (Subtree part : Subtree.cover(0, size)) {
            roots.add(nodes.node(part.level(), part.index()));
        }
        return of(size, roots);
    }

    public long size() {
        return size;
    }

    /** Roots of the perfect subtrees, the largest first. */
    public List<Hash> roots() {
        return List.copyOf(roots);
    }

    public void append(Hash leaf) {
        append(0, leaf, (level, index, hash) -> {});
    }

    public void append(Hash leaf, NodeListener listener) {
        append(0, leaf, listener);
    }

    /**
     * Appends a perfect subtree.
     *
     * @throws IllegalArgumentException if the tree's size is no multiple of the subtree's
     */
    public void append(int level, Hash hash, NodeListener listener) {
        if (level < 0 || level > 62 || (size & ((1L << level) - 1)) != 0) {
            throw new IllegalArgumentException("a subtree of level " + level + " cannot follow " + size + " entries");
        }
        long index = size >> level;
        Hash merged = hash;
        int at = level;
        listener.complete(at, index, merged);
        while ((index & 1) == 1) {
            merged = Hash.ofNode(roots.removeLast(), merged);
            index >>= 1;
            at++;
            listener.complete(at, index, merged);
        }
        roots.add(merged);
        size = Math.addExact(size, 1L << level);
    }

    public Hash root() {
        if (roots.isEmpty()) {
            return Hash.EMPTY_TREE;
        }
        Hash root = roots.getLast();
        for (int i = roots.size() - 2; i >= 0; i--) {
            root = Hash.ofNode(roots.get(i), root);
        }
        return root;
    }
}
