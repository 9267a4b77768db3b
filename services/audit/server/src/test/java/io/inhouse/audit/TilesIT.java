package io.inhouse.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.inhouse.audit.sequence.Message;
import io.inhouse.audit.sequence.TestStream;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.Tile;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The log as c2sp.org/tlog-tiles shows it. */
@QuarkusTest
@RunningServer
class TilesIT extends AskedLog {
    /** A foreign reader has the tree head, the tiles and the log's keys, and believes nothing else. */
    @Test
    void aForeignToolWalksTheLogByItsTiles() throws Exception {
        TestStream stream = new TestStream("datasets");
        List<Message> messages = new ArrayList<>(List.of(stream.open()));
        messages.addAll(stream.entries(600));
        send(stream.name, messages);
        awaitEntries(stream.name, 601);

        SignedNote note = SignedNote.parse(given().get("/log/checkpoint")
                .then()
                .statusCode(200)
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .extract()
                .asString());
        String policy = officer().get("/api/audit/policy").then().extract().asString();
        assertThat(TrustPolicy.parse(policy).verify(note)).hasSize(2);
        Checkpoint head = Checkpoint.parse(note.text());
        CompactRange tree = new CompactRange();
        Map<Integer, List<Hash>> expected = new TreeMap<>();
        for (Tile tile : Tile.of(head.size())) {
            byte[] hashes = tile("/log/" + tile.path(), given());
            assertThat(hashes).hasSize(tile.width() * Hash.SIZE);
            if (tile.level() > 0) {
                for (int i = 0; i < tile.width(); i++) {
                    assertThat(Arrays.copyOfRange(hashes, i * Hash.SIZE, (i + 1) * Hash.SIZE))
                            .isEqualTo(expected.getOrDefault(tile.nodeLevel(), List.of())
                                    .get((int) tile.first() + i)
                                    .bytes());
                }
                continue;
            }
            byte[] entries = tile("/log/" + new Tile(Tile.ENTRIES, tile.index(), tile.width()).path(), officer());
            ByteBuffer bundle = ByteBuffer.wrap(entries);
            for (int i = 0; i < tile.width(); i++) {
                byte[] leaf = new byte[Short.toUnsignedInt(bundle.getShort())];
                bundle.get(leaf);
                assertThat(Hash.ofLeaf(leaf).bytes())
                        .isEqualTo(Arrays.copyOfRange(hashes, i * Hash.SIZE, (i + 1) * Hash.SIZE));
                tree.append(
                        Hash.ofLeaf(leaf),
                        (level, index, hash) -> expected.computeIfAbsent(level, l -> new ArrayList<>())
                                .add(hash));
            }
            assertThat(bundle.remaining()).isZero();
        }
        assertThat(tree.root()).isEqualTo(head.root());
    }

    @Test
    void whatIsNoTileOfTheLogIsNotFound() {
        for (String path : List.of("0/x999/999", "0/0", "0/000.p/0", "9/000", "64/000", "0/000/1", "0/000.p/256")) {
            given().get("/log/tile/" + path).then().statusCode(404);
        }
        given().get("/log/tile/entries/000.p/1").then().statusCode(401);
        given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign())
                .get("/log/tile/entries/000.p/1")
                .then()
                .statusCode(403);
        Eventually.holds(
                () -> assertThat(tile("/log/tile/entries/000.p/1", officer())).isNotEmpty());
    }

    private static byte[] tile(String path, RequestSpecification caller) {
        return caller.get(path)
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Cache-Control", containsString("immutable"))
                .extract()
                .asByteArray();
    }
}
