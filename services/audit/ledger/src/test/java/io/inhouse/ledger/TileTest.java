package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1234067, 256, tile/0/x001/x234/067",
        "0, 0, 256, tile/0/000",
        "1, 999, 255, tile/1/999.p/255",
        "2, 1000, 1, tile/2/x001/000.p/1",
        "63, 0, 256, tile/63/000",
        "-1, 1234067, 256, tile/entries/x001/x234/067",
        "-1, 0, 17, tile/entries/000.p/17"
    })
    void aTileHasOneAddress(int level, long index, int width, String path) {
        Tile tile = new Tile(level, index, width);

        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/0",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000/",
                "/tile/0/000",
                "tile/Entries/000",
                "tile/0/x001/x002/x003/x004/x005/x006/007"
            })
    void anythingElseIsNoAddress(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The specification's own example, and the sizes at which levels begin. */
    @Test
    void aTreeHasTheTilesThatTheSpecificationCounts() {
        Map<String, Integer> counts = new HashMap<>();
        List<String> partial = new ArrayList<>();
        for (Tile tile : Tile.of(70_000)) {
            counts.merge(tile.level() + (tile.width() == 256 ? " full" : " partial"), 1, Integer::sum);
            if (tile.width() < 256) {
                partial.add(tile.path());
            }
        }
        assertThat(counts)
                .isEqualTo(Map.of("0 full", 273, "0 partial", 1, "1 full", 1, "1 partial", 1, "2 partial", 1));
        assertThat(partial).containsExactly("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(Tile.of(0)).isEmpty();
        assertThat(Tile.of(256).stream().map(Tile::path)).containsExactly("tile/0/000", "tile/1/000.p/1");
    }

    /** A reader with nothing but the tiles computes the root of every size. */
    @Test
    void theRootFollowsFromTheTilesAlone() {
        StoredTree tree = StoredTree.of(700);
        for (int size = 1; size <= 700; size++) {
            Map<Subtree, Hash> read = new HashMap<>();
            for (Tile tile : Tile.of(size)) {
                assertThat(tile.isIn(size)).isTrue();
                byte[] bytes = tile.hashes(tree);
                for (int i = 0; i < tile.width(); i++) {
                    Hash hash = Hash.of(Arrays.copyOfRange(bytes, i * 32, i * 32 + 32));
                    read.put(new Subtree(tile.nodeLevel(), tile.first() + i), hash);
                }
            }
            assertThat(Proofs.root(size, (level, index) -> node(read, level, index)))
                    .as("size %s", size)
                    .isEqualTo(Proofs.root(size, tree));
        }
    }

    @Test
    void aTileBeyondTheTreeIsNotInIt() {
        assertThat(new Tile(0, 0, 256).isIn(255)).isFalse();
        assertThat(new Tile(0, 0, 255).isIn(255)).isTrue();
        assertThat(new Tile(0, 0, 3).isIn(255)).isTrue();
        assertThat(new Tile(1, 0, 1).isIn(255)).isFalse();
        assertThat(new Tile(7, 0, 1).isIn(1L << 56)).isTrue();
        assertThat(new Tile(8, 0, 1).isIn(Long.MAX_VALUE)).isFalse();
        assertThat(new Tile(0, Long.MAX_VALUE / 3, 1).isIn(Long.MAX_VALUE)).isFalse();
        assertThat(new Tile(Tile.ENTRIES, 1, 2).isIn(258)).isTrue();
    }

    @Test
    void entriesStandAfterTheirLength() {
        byte[] tile = Tile.entries(List.of("ab".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[300]));

        assertThat(Arrays.copyOf(tile, 8)).containsExactly(0, 2, 'a', 'b', 0, 0, 1, 44);
        assertThat(tile).hasSize(2 + 2 + 2 + 2 + 300);
        assertThatThrownBy(() -> Tile.entries(List.of(new byte[65_536]))).hasMessageContaining("65535");
    }

    private static Hash node(Map<Subtree, Hash> read, int level, long index) {
        Hash hash = read.get(new Subtree(level, index));
        return hash != null
                ? hash
                : Hash.ofNode(node(read, level - 1, 2 * index), node(read, level - 1, 2 * index + 1));
    }
}
