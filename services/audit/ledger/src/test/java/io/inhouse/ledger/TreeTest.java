package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static final List<String> REFERENCE_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> REFERENCE_ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    /** The leaves and roots of Certificate Transparency's reference tests. */
    @Test
    void rootsAreThoseOfTheReferenceTree() {
        CompactRange range = new CompactRange();
        assertThat(range.root()).hasToString(REFERENCE_ROOTS.getFirst());
        for (int i = 0; i < REFERENCE_LEAVES.size(); i++) {
            range.append(Hash.ofLeaf(HexFormat.of().parseHex(REFERENCE_LEAVES.get(i))));

            assertThat(range.root()).hasToString(REFERENCE_ROOTS.get(i + 1));
        }
    }

    @Test
    void leavesAndNodesAreHashedWithDifferentPrefixes() {
        assertThat(Hash.ofLeaf("L123456".getBytes(StandardCharsets.UTF_8)))
                .hasToString("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
        // The published vector has operands of four bytes, so it is computed over the definition.
        byte[] node = Commitments.sha256().digest("\u0001N123N456".getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(node))
                .isEqualTo("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
        Hash left = Hash.ofLeaf(new byte[] {1});
        Hash right = Hash.ofLeaf(new byte[] {2});
        byte[] joined = new byte[65];
        joined[0] = 1;
        System.arraycopy(left.bytes(), 0, joined, 1, 32);
        System.arraycopy(right.bytes(), 0, joined, 33, 32);
        assertThat(Hash.ofNode(left, right).bytes())
                .isEqualTo(Commitments.sha256().digest(joined));
    }

    @Test
    void proofsAreThoseOfTheReferenceTree() {
        StoredTree tree = reference();

        assertThat(Proofs.inclusion(5, 8, tree).stream().map(Hash::base64))
                .containsExactly(
                        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
                        "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=");
        assertThat(Proofs.consistency(3, 8, tree).stream().map(Hash::base64))
                .containsExactly(
                        "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
                        "B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=",
                        "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
                        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=");
    }

    @Test
    void everySizeHasTheRootOfTheDefinition() {
        StoredTree tree = StoredTree.of(300);
        for (int size = 0; size <= 300; size++) {
            assertThat(Proofs.root(size, tree)).as("size %s", size).isEqualTo(tree.definition(size));
        }
    }

    @Test
    void everyInclusionProofVerifiesAndNoOther() {
        StoredTree tree = StoredTree.of(300);
        for (int size = 1; size <= 300; size++) {
            Hash root = tree.definition(size);
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Proofs.inclusion(index, size, tree);
                Hash leaf = tree.leaf(index);

                assertThat(Proofs.includes(index, size, leaf, proof, root)).isTrue();
                if (size > 70 && (size + index) % 11 != 0) {
                    continue;
                }
                assertThat(Proofs.includes(index, size, tree.leaf((index + 1) % 300), proof, root))
                        .isFalse();
                assertThat(Proofs.includes(size, size, leaf, proof, root)).isFalse();
                assertThat(Proofs.includes(-1, size, leaf, proof, root)).isFalse();
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(root);
                assertThat(Proofs.includes(index, size, leaf, longer, root)).isFalse();
                if (!proof.isEmpty()) {
                    assertThat(Proofs.includes(index, size, leaf, proof.subList(1, proof.size()), root))
                            .isFalse();
                    assertThat(Proofs.includes(index ^ 1, size, leaf, proof, root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyConsistencyProofVerifiesAndNoOther() {
        StoredTree tree = StoredTree.of(300);
        for (int size = 1; size <= 300; size++) {
            Hash root = tree.definition(size);
            for (int old = 1; old <= size; old++) {
                List<Hash> proof = Proofs.consistency(old, size, tree);
                Hash oldRoot = tree.definition(old);

                assertThat(Proofs.consistent(old, size, proof, oldRoot, root))
                        .as("%s to %s", old, size)
                        .isTrue();
                if (size > 70 && (size + old) % 11 != 0) {
                    continue;
                }
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(root);
                assertThat(Proofs.consistent(old, size, longer, oldRoot, root)).isFalse();
                if (old < size) {
                    assertThat(Proofs.consistent(old, size, proof.subList(1, proof.size()), oldRoot, root))
                            .isFalse();
                    assertThat(Proofs.consistent(old, size, proof, root, root)).isFalse();
                    assertThat(Proofs.consistent(old, size, proof, oldRoot, oldRoot))
                            .isFalse();
                    assertThat(Proofs.consistent(size, old, proof, root, oldRoot))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyFlippedBitFails() {
        StoredTree tree = StoredTree.of(21);
        for (int index = 0; index < 21; index++) {
            List<Hash> inclusion = Proofs.inclusion(index, 21, tree);
            Hash leaf = tree.leaf(index);
            for (int bit = 0; bit < 256; bit++) {
                assertThat(Proofs.includes(index, 21, flip(leaf, bit), inclusion, tree.root()))
                        .isFalse();
                assertThat(Proofs.includes(index, 21, leaf, inclusion, flip(tree.root(), bit)))
                        .isFalse();
                for (int at = 0; at < inclusion.size(); at++) {
                    assertThat(Proofs.includes(index, 21, leaf, flip(inclusion, at, bit), tree.root()))
                            .isFalse();
                }
            }
        }
        for (int old = 1; old < 21; old++) {
            List<Hash> consistency = Proofs.consistency(old, 21, tree);
            Hash oldRoot = tree.definition(old);
            for (int bit = 0; bit < 256; bit++) {
                assertThat(Proofs.consistent(old, 21, consistency, flip(oldRoot, bit), tree.root()))
                        .isFalse();
                assertThat(Proofs.consistent(old, 21, consistency, oldRoot, flip(tree.root(), bit)))
                        .isFalse();
                for (int at = 0; at < consistency.size(); at++) {
                    assertThat(Proofs.consistent(old, 21, flip(consistency, at, bit), oldRoot, tree.root()))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void theEmptyTreeHasNoProofs() {
        StoredTree tree = StoredTree.of(3);

        assertThat(Proofs.includes(0, 0, tree.leaf(0), List.of(), Hash.EMPTY_TREE))
                .isFalse();
        assertThat(Proofs.consistent(0, 3, List.of(), Hash.EMPTY_TREE, tree.root()))
                .isFalse();
        assertThat(Proofs.consistent(0, 0, List.of(), Hash.EMPTY_TREE, Hash.EMPTY_TREE))
                .isFalse();
        assertThatThrownBy(() -> Proofs.inclusion(0, 0, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Proofs.consistency(0, 3, tree)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeIsProvenByTheSubtreesBesideIt() {
        for (int size = 1; size <= 40; size++) {
            StoredTree tree = StoredTree.of(size);
            for (int from = 0; from <= size; from++) {
                for (int to = from; to <= size; to++) {
                    CompactRange range = CompactRange.of(from, tree);
                    for (int i = from; i < to; i++) {
                        range.append(tree.leaf(i));
                    }
                    for (Subtree right : Subtree.cover(to, size)) {
                        range.append(right.level(), tree.node(right.level(), right.index()), (l, i, h) -> {});
                    }

                    assertThat(range.root()).isEqualTo(tree.root());
                    assertThat(range.size()).isEqualTo(size);
                }
            }
        }
    }

    private static StoredTree reference() {
        StoredTree tree = new StoredTree();
        REFERENCE_LEAVES.forEach(leaf -> tree.append(Hash.ofLeaf(HexFormat.of().parseHex(leaf))));
        return tree;
    }

    private static Hash flip(Hash hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Hash.of(bytes);
    }

    private static List<Hash> flip(List<Hash> proof, int at, int bit) {
        List<Hash> flipped = new ArrayList<>(proof);
        flipped.set(at, flip(proof.get(at), bit));
        return flipped;
    }
}
