package io.inhouse.ledger.bundle;

import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Subtree;
import io.inhouse.ledger.TreeNodes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@value BundleFormat#RANGE}: the perfect subtrees before and after the range, in order; with the leaves in between they
 * give the root.
 */
public record RangeProof(List<Hash> left, List<Hash> right) {
    public static final RangeProof WHOLE = new RangeProof(List.of(), List.of());
    /** Bytes that the file may have. */
    public static final int MAX_SIZE = 1 << 16;

    public RangeProof {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    public static RangeProof of(long from, long to, long treeSize, TreeNodes nodes) {
        return new RangeProof(hashes(0, from, nodes), hashes(to, treeSize, nodes));
    }

    public byte[] encode() {
        return CanonicalJson.encode(Map.of(
                "left", left.stream().map(Hash::base64).toList(),
                "right", right.stream().map(Hash::base64).toList()));
    }

    /** @throws IllegalArgumentException if it is no such file */
    public static RangeProof parse(byte[] bytes) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(bytes);
        if (members.get("left") instanceof List<?> left && members.get("right") instanceof List<?> right) {
            return new RangeProof(hashes(left), hashes(right));
        }
        throw new IllegalArgumentException("a range proof has a left and a right side");
    }

    private static List<Hash> hashes(long from, long to, TreeNodes nodes) {
        return Subtree.cover(from, to).stream()
                .map(part -> nodes.node(part.level(), part.index()))
                .toList();
    }

    private static List<Hash> hashes(List<?> texts) {
        return texts.stream().map(text -> Hash.parse(String.valueOf(text))).toList();
    }
}
