package io.inhouse.local.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SigningKey;
import io.inhouse.local.people.Session;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadsTest {
    private static final String ORIGIN = "inhouse.test/log";

    private final SigningKey key = SigningKey.of(ORIGIN, new byte[32]);
    private final Notebook notebook = new Notebook();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Heads heads = new Heads(
            new Session(
                    http,
                    Clock.systemUTC(),
                    URI.create("http://127.0.0.1"),
                    "demo",
                    new Session.Key("sk-test"),
                    Duration.ofSeconds(1)),
            key.verifier(),
            notebook);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void headsOfBeginningsOfTheLogAreInOrder() {
        heads.remember(head(leaves(0, 3)), 0);
        heads.remember(head(leaves(0, 7)), 3);

        heads.requireBeginningsOf(roots(leaves(0, 10)), heads.seen());

        assertThat(notebook.wrongs()).isEmpty();
    }

    @Test
    void anEntryThatWasChangedAfterItWasPublishedIsFound() {
        heads.remember(head(leaves(0, 7)), 0);
        List<byte[]> rewritten = new ArrayList<>(leaves(0, 10));
        rewritten.set(2, "another".getBytes(StandardCharsets.UTF_8));

        heads.requireBeginningsOf(roots(rewritten), heads.seen());

        assertThat(notebook.wrongs()).containsExactly("the log is not consistent with its tree head of size 7");
    }

    @Test
    void entriesThatDisappearAreFound() {
        heads.remember(head(leaves(0, 7)), 0);

        heads.requireBeginningsOf(roots(leaves(0, 5)), heads.seen());

        assertThat(notebook.wrongs()).singleElement().asString().contains("published a tree head of 7");
    }

    @Test
    void twoTreesOfOneSizeAndAShrinkingLogAreFound() {
        heads.remember(head(leaves(0, 7)), 0);
        heads.remember(head(leaves(1, 8)), 7);
        heads.remember(head(leaves(0, 3)), 7);

        assertThat(notebook.wrongs())
                .containsExactly("the log published two trees of 7 entries", "the log shrank from 7 to 3");
    }

    @Test
    void aHeadThatSomebodyElseSignedIsNotTrusted() {
        byte[] seed = new byte[32];
        seed[0] = 1;
        CompactRange tree = new CompactRange();

        heads.remember(
                SigningKey.of(ORIGIN, seed)
                        .sign(new Checkpoint(ORIGIN, 0, tree.root()).text())
                        .encode(),
                0);

        assertThat(notebook.wrongs()).singleElement().asString().contains("cannot be trusted");
    }

    private String head(List<byte[]> leaves) {
        CompactRange tree = new CompactRange();
        leaves.forEach(leaf -> tree.append(Hash.ofLeaf(leaf)));
        return key.sign(new Checkpoint(ORIGIN, tree.size(), tree.root()).text()).encode();
    }

    private static List<Hash> roots(List<byte[]> leaves) {
        CompactRange tree = new CompactRange();
        List<Hash> roots = new ArrayList<>(List.of(tree.root()));
        for (byte[] leaf : leaves) {
            tree.append(Hash.ofLeaf(leaf));
            roots.add(tree.root());
        }
        return roots;
    }

    private static List<byte[]> leaves(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
