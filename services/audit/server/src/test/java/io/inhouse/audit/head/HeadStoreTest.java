package io.inhouse.audit.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.Subtree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class HeadStoreTest {
    private static final SigningKey KEY = SigningKey.of("log.test/1", new byte[32]);

    @TempDir
    Path directory;

    private final Map<Subtree, Hash> nodes = new HashMap<>();

    @Test
    void theHeadMovesForwardAlongAProof() throws Exception {
        HeadStore store = new HeadStore(directory);
        assertThat(store.read()).isNull();

        store.swap(null, head(0, 1), List.of());
        store.swap(head(0, 1), head(3, 1), List.of());
        store.swap(head(3, 1), head(7, 1), proof(3, 7));

        assertThat(new HeadStore(directory).read()).isEqualTo(head(7, 1));
    }

    @Test
    void whatIsNotExpectedIsNotReplaced() throws Exception {
        HeadStore store = new HeadStore(directory);
        store.swap(null, head(3, 1), List.of());

        assertThatThrownBy(() -> store.swap(null, head(7, 1), proof(3, 7))).isInstanceOf(ForkedLogException.class);
        assertThatThrownBy(() -> store.swap(head(2, 1), head(7, 1), proof(3, 7)))
                .isInstanceOf(ForkedLogException.class);
        assertThat(store.read()).isEqualTo(head(3, 1));
    }

    @Test
    void theHeadMovesNeitherBackNorAsideNorToAnotherLog() throws Exception {
        HeadStore store = new HeadStore(directory);
        store.swap(null, head(5, 1), List.of());
        SignedNote otherLog = KEY.sign(new Checkpoint("log.test/2", 9, Hash.EMPTY_TREE).text());

        assertThatThrownBy(() -> store.swap(head(5, 1), head(3, 1), proof(3, 5)))
                .hasMessageContaining("continue");
        assertThatThrownBy(() -> store.swap(head(5, 1), head(5, 2), List.of())).hasMessageContaining("continue");
        assertThatThrownBy(() -> store.swap(head(5, 1), head(7, 2), proof(5, 7)))
                .hasMessageContaining("continue");
        assertThatThrownBy(() -> store.swap(head(5, 1), head(7, 1), List.of())).hasMessageContaining("continue");
        assertThatThrownBy(() -> store.swap(head(5, 1), otherLog, List.of())).hasMessageContaining("continue");
        assertThat(store.read()).isEqualTo(head(5, 1));
    }

    /** What a crash while writing leaves: the old head, and a file that the next write replaces. */
    @Test
    void aHalfWrittenFileDoesNotMatter() throws Exception {
        HeadStore store = new HeadStore(directory);
        store.swap(null, head(3, 1), List.of());
        Files.writeString(directory.resolve("tree-head.new"), "half");

        store.swap(head(3, 1), head(7, 1), proof(3, 7));

        assertThat(store.read()).isEqualTo(head(7, 1));
    }

    @Test
    void aDamagedHeadIsNotTakenForNone() throws IOException {
        Files.writeString(directory.resolve("tree-head"), "");

        assertThatThrownBy(() -> new HeadStore(directory).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    private SignedNote head(int size, int variant) {
        return KEY.sign(new Checkpoint("log.test/1", size, tree(size, variant).root()).text());
    }

    private List<Hash> proof(int from, int to) {
        tree(to, 1);
        return Proofs.consistency(
                from, to, (level, index) -> Objects.requireNonNull(nodes.get(new Subtree(level, index))));
    }

    private CompactRange tree(int size, int variant) {
        CompactRange tree = new CompactRange();
        for (int i = 0; i < size; i++) {
            tree.append(
                    Hash.ofLeaf(new byte[] {(byte) variant, (byte) i}),
                    (level, index, hash) -> nodes.put(new Subtree(level, index), hash));
        }
        return tree;
    }
}
