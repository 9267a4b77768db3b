package io.inhouse.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A tree in memory with every perfect subtree, and the definition of RFC 6962 beside it to compare with. */
final class StoredTree implements TreeNodes {
    private final CompactRange range = new CompactRange();
    private final Map<Subtree, Hash> nodes = new HashMap<>();
    private final List<Hash> leaves = new ArrayList<>();

    static StoredTree of(int size) {
        StoredTree tree = new StoredTree();
        for (int i = 0; i < size; i++) {
            tree.append(Hash.ofLeaf(("entry " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return tree;
    }

    void append(Hash leaf) {
        leaves.add(leaf);
        range.append(leaf, (level, index, hash) -> nodes.put(new Subtree(level, index), hash));
    }

    Hash leaf(int index) {
        return leaves.get(index);
    }

    Hash root() {
        return range.root();
    }

    @Override
    public Hash node(int level, long index) {
        Hash node = nodes.get(new Subtree(level, index));
        if (node == null) {
            throw new NoSuchElementException(level + "/" + index);
        }
        return node;
    }

    /** MTH(D[0:size]), word for word. */
    Hash definition(int size) {
        return definition(0, size);
    }

    private Hash definition(int from, int to) {
        if (from == to) {
            return Hash.EMPTY_TREE;
        }
        if (to - from == 1) {
            return leaves.get(from);
        }
        int k = Integer.highestOneBit(to - from - 1);
        return Hash.ofNode(definition(from, from + k), definition(from + k, to));
    }
}
