package io.inhouse.ledger;

import java.util.ArrayList;
import java.util.List;

/** Inclusion and consistency proofs: RFC 6962, section 2.1, and RFC 9162, sections 2.1.3 and 2.1.4. */
public final class Proofs {
    private Proofs() {}

    /** The root of the tree over the first {@code size} leaves. */
    public static Hash root(long size, TreeNodes nodes) {
        return CompactRange.of(size, nodes).root();
    }

    /**
     * PATH(index, D[size]): the hashes that lead from a leaf to the root, leaf's side first.
     *
     * @throws IllegalArgumentException unless 0 &lt;= index &lt; size
     */
    public static List<Hash> inclusion(long index, long size, TreeNodes nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("entry " + index + " is not in a tree of size " + size);
        }
        List<Hash> proof = new ArrayList<>();
        path(index, 0, size, nodes, proof);
        return proof;
    }

    /**
     * PROOF(oldSize, D[size]): shows that the tree of {@code oldSize} is a prefix of the tree of {@code size}.
     *
     * @throws IllegalArgumentException unless 1 &lt;= oldSize &lt;= size; with nothing there is nothing to prove
     */
    public static List<Hash> consistency(long oldSize, long size, TreeNodes nodes) {
        if (oldSize < 1 || oldSize > size) {
            throw new IllegalArgumentException("no consistency proof leads from size " + oldSize + " to " + size);
        }
        List<Hash> proof = new ArrayList<>();
        subproof(oldSize, 0, size, true, nodes, proof);
        return proof;
    }

    /** Whether {@code proof} leads from {@code leaf} at {@code index} to the root of the tree of {@code size}. */
    public static boolean includes(long index, long size, Hash leaf, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        Hash r = leaf;
        for (Hash p : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = Hash.ofNode(p, r);
                while (fn != 0 && (fn & 1) == 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = Hash.ofNode(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r.equals(root);
    }

    /** Whether {@code proof} shows that the tree with {@code oldRoot} is a prefix of the tree with {@code root}. */
    public static boolean consistent(long oldSize, long size, List<Hash> proof, Hash oldRoot, Hash root) {
        if (oldSize < 1 || size < oldSize) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        if (proof.isEmpty()) {
            return false;
        }
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.addFirst(oldRoot);
        }
        long fn = oldSize - 1;
        long sn = size - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        Hash fr = path.getFirst();
        Hash sr = fr;
        for (Hash c : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = Hash.ofNode(c, fr);
                sr = Hash.ofNode(c, sr);
                while (fn != 0 && (fn & 1) == 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = Hash.ofNode(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(oldRoot) && sr.equals(root);
    }

    private static void path(long index, long from, long to, TreeNodes nodes, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long split = from + largestPowerOfTwoBelow(to - from);
        if (index < split) {
            path(index, from, split, nodes, proof);
            proof.add(root(split, to, nodes));
        } else {
            path(index, split, to, nodes, proof);
            proof.add(root(from, split, nodes));
        }
    }

    private static void subproof(long oldSize, long from, long to, boolean whole, TreeNodes nodes, List<Hash> proof) {
        if (oldSize == to) {
            if (!whole) {
                proof.add(root(from, to, nodes));
            }
            return;
        }
        long split = from + largestPowerOfTwoBelow(to - from);
        if (oldSize <= split) {
            subproof(oldSize, from, split, whole, nodes, proof);
            proof.add(root(split, to, nodes));
        } else {
            subproof(oldSize, split, to, false, nodes, proof);
            proof.add(root(from, split, nodes));
        }
    }

    /** MTH(D[from:to]) for a range that starts where a subtree of at least its size may start. */
    private static Hash root(long from, long to, TreeNodes nodes) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.node(level, from >> level);
        }
        long split = from + largestPowerOfTwoBelow(size);
        return Hash.ofNode(root(from, split, nodes), root(split, to, nodes));
    }

    private static long largestPowerOfTwoBelow(long n) {
        return Long.highestOneBit(n - 1);
    }
}
