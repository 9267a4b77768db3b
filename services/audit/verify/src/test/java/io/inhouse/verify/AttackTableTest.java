package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.bundle.BundleFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table in {@code services/audit/README.md}, cell by cell, with both verifiers. Three attackers: without the log's key;
 * with it, where no witness is; with it, where a witness stands by, who cosigned the true log and refuses any other (that it
 * refuses is tested where the witness is).
 */
class AttackTableTest {
    private static final int ENTRIES = 40;
    private static final Cosigner WITNESS = Cosigner.ed25519("witness.example/w1", SampleLog.seed(77));
    private static final TrustPolicy KEY = TrustPolicy.of(List.of(SampleLog.KEY.verifier()));
    private static final TrustPolicy KEY_AND_WITNESS = new TrustPolicy(
            KEY.logs(), Map.of("w1", new TrustPolicy.Witness(WITNESS.verifier(), null)), Map.of(), "w1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private SampleLog log = new SampleLog(SampleLog.KEY);
    private Path bundle = Path.of("");

    enum Change {
        EDIT {
            @Override
            void apply(List<byte[]> leaves) {
                leaves.set(17, edited(leaves.get(17)));
            }
        },
        DELETE {
            @Override
            void apply(List<byte[]> leaves) {
                leaves.remove(17);
            }
        },
        INSERT {
            @Override
            void apply(List<byte[]> leaves) {
                leaves.add(17, edited(leaves.get(5)));
            }
        },
        SWAP {
            @Override
            void apply(List<byte[]> leaves) {
                Collections.swap(leaves, 17, 18);
            }
        };

        abstract void apply(List<byte[]> leaves);
    }

    @BeforeEach
    void trueLog() throws IOException {
        log = SampleLog.of(ENTRIES, 13);
        log.witness = WITNESS;
        bundle = log.export(directory.resolve("bundle.zip"));
        assertVerdict(Verdict.KEY_NOT_PINNED, bundle, null, null);
        assertVerdict(Verdict.VERIFIED, bundle, KEY, log.head().encode());
        assertVerdict(Verdict.VERIFIED, bundle, KEY_AND_WITNESS, log.head().encode());
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheKeyAChangedEntryIsFound(Change change) throws IOException {
        Forgery forgery = new Forgery(bundle).leaves(lines -> lines(changed(log, change)));

        assertVerdict(Verdict.NOT_VERIFIED, forgery.write(directory.resolve("forged.zip")), KEY, null);
        assertVerdict(
                Verdict.NOT_VERIFIED, forgery.recomputeManifest().write(directory.resolve("forged.zip")), KEY, null);
        Path all = forgery.recomputeHashes(log.leaves).recomputeManifest().write(directory.resolve("forged.zip"));
        assertVerdict(Verdict.NOT_VERIFIED, all, KEY, null);
        assertVerdict(Verdict.NOT_VERIFIED, all, KEY_AND_WITNESS, null);
    }

    /** Everything signed anew with a key of the attacker's own: it fits the key inside, and no other. */
    @ParameterizedTest
    @EnumSource
    void withAKeyOfOnesOwnAChangedEntryIsFoundByWhoeverHasTheLogsKey(Change change) throws IOException {
        SigningKey own = SigningKey.of(SampleLog.ORIGIN, SampleLog.seed(99));
        Path forged =
                SampleLog.rebuilt(own, unnumbered(changed(log, change)), 13).export(directory.resolve("forged.zip"));

        assertVerdict(Verdict.NOT_VERIFIED, forged, KEY, null);
    }

    @ParameterizedTest
    @EnumSource
    void withTheKeyAChangedEntryIsFoundByAnyRememberedTreeHead(Change change) throws IOException {
        Path forged = rewritten(change).export(directory.resolve("forged.zip"));

        assertVerdict(Verdict.VERIFIED, forged, KEY, null);
        for (int remembered = 1; remembered < log.heads().size(); remembered++) {
            String head = log.heads().get(remembered).encode();
            assertVerdict(Verdict.NOT_VERIFIED, forged, KEY, head);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withTheKeyAndAWitnessAChangedEntryIsFound(Change change) throws IOException {
        Path forged = rewritten(change).export(directory.resolve("forged.zip"));

        assertVerdict(Verdict.NOT_VERIFIED, forged, KEY_AND_WITNESS, null);
    }

    @Test
    void aTruncatedOrForkedLogIsFound() throws IOException {
        Forgery cut = new Forgery(bundle).leaves(lines -> lines.subList(0, 30));
        assertVerdict(Verdict.NOT_VERIFIED, cut.recomputeManifest().write(directory.resolve("cut.zip")), KEY, null);
        assertVerdict(
                Verdict.NOT_VERIFIED,
                cut.recomputeHashes(log.leaves).recomputeManifest().write(directory.resolve("cut.zip")),
                KEY,
                null);

        Path truncated = SampleLog.rebuilt(SampleLog.KEY, log.leaves.subList(0, 30), 13)
                .export(directory.resolve("truncated.zip"));
        List<byte[]> other = new ArrayList<>(log.leaves.subList(0, 30));
        other.add(edited(log.leaves.get(30)));
        other.add(log.leaves.get(31));
        Path forked = SampleLog.rebuilt(SampleLog.KEY, other, 13).export(directory.resolve("forked.zip"));
        for (Path forged : List.of(truncated, forked)) {
            assertVerdict(Verdict.VERIFIED, forged, KEY, null);
            assertVerdict(Verdict.VERIFIED, forged, KEY, log.heads().getFirst().encode());
            assertVerdict(Verdict.NOT_VERIFIED, forged, KEY, log.head().encode());
            assertVerdict(Verdict.NOT_VERIFIED, forged, KEY_AND_WITNESS, null);
        }
    }

    /** An old bundle is genuine; only who knows that the log went on can tell. The witness knows. */
    @Test
    void aReplayedOldBundleIsFoundByTheNewestTreeHead() throws IOException {
        SampleLog then = SampleLog.of(ENTRIES, 13, 26);
        then.witness = WITNESS;
        Path old = then.export(directory.resolve("old.zip"));

        assertVerdict(Verdict.VERIFIED, old, KEY, null);
        assertVerdict(Verdict.NOT_VERIFIED, old, KEY, log.head().encode());
        assertVerdict(Verdict.NOT_VERIFIED, old, KEY_AND_WITNESS, log.head().encode());
        assertThat(BundleVerifier.verifyBy(old, KEY_AND_WITNESS, null).passed())
                .anyMatch(line -> line.contains("witness.example/w1 saw this tree head at 2023-11-14"));
    }

    @Test
    void anEntryWithheldFromAPartIsFound() throws IOException {
        Path part = log.export(directory.resolve("part.zip"), 10, 30);
        Forgery forgery = new Forgery(part).leaves(lines -> {
            lines.remove(7);
            return lines;
        });
        assertVerdict(
                Verdict.NOT_VERIFIED, forgery.recomputeManifest().write(directory.resolve("thin.zip")), KEY, null);

        Path withheld = rewritten(Change.DELETE).export(directory.resolve("withheld.zip"), 10, 29);
        assertVerdict(Verdict.VERIFIED, withheld, KEY, null);
        assertVerdict(Verdict.NOT_VERIFIED, withheld, KEY, log.heads().get(1).encode());
        assertVerdict(Verdict.NOT_VERIFIED, withheld, KEY_AND_WITNESS, null);
    }

    /** The contents are no part of the tree: who exports can leave one out, and the reader is told how many are not there. */
    @Test
    void contentsWithheldFromABundleAreCounted() throws IOException {
        Forgery forgery =
                new Forgery(bundle).edit(BundleFormat.OPENINGS, text -> text.substring(text.indexOf('\n') + 1));
        Path thinned = forgery.recomputeManifest().write(directory.resolve("thinned.zip"));

        long before = ENTRIES - log.openings.size();
        assertThat(BundleVerifier.verifyBy(bundle, KEY, null).open())
                .anyMatch(line -> line.contains(" " + before + " entries"));
        assertThat(BundleVerifier.verifyBy(thinned, KEY, null).open())
                .anyMatch(line -> line.contains(" " + (before + 1) + " entries are not opened"));
        SecondVerifier.assertSays(thinned, KEY, " " + (before + 1) + " entries are not opened");
    }

    /** What a server that did start on a restored database would sign: a fork of what it had signed before. */
    @Test
    void aRestoredDatabaseThatWentOnIsFound() throws IOException {
        SampleLog restored = SampleLog.rebuilt(SampleLog.KEY, log.leaves.subList(0, 26), 13);
        restored.append("tuning", 5, 0, "stream.open");
        for (int seq = 1; seq < 20; seq++) {
            restored.append("tuning", 5, seq, "job.submit");
        }
        restored.sequence();
        Path forked = restored.export(directory.resolve("restored.zip"));

        assertVerdict(Verdict.VERIFIED, forked, KEY, null);
        assertVerdict(Verdict.NOT_VERIFIED, forked, KEY, log.head().encode());
        assertVerdict(Verdict.NOT_VERIFIED, forked, KEY_AND_WITNESS, null);
    }

    /** Who broke Ed25519 alone gains nothing against a reader who also has the log's ML-DSA-44 key. */
    @Test
    void aLogWithoutItsSecondSignatureIsRefusedByWhoeverHasBothKeys() throws IOException {
        Cosigner quantum = Cosigner.mlDsa44(SampleLog.ORIGIN, SampleLog.seed(5));
        TrustPolicy both = TrustPolicy.of(List.of(SampleLog.KEY.verifier(), quantum.verifier()));

        Report without = BundleVerifier.verifyBy(bundle, both, null);
        log.second = quantum;
        Report with = BundleVerifier.verifyBy(log.export(directory.resolve("both.zip")), both, null);

        assertThat(without.verdict()).isEqualTo(Verdict.NOT_VERIFIED);
        assertThat(with.verdict()).as(with.text()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void aReportSaysWhatIsNotProven() {
        assertThat(BundleVerifier.verifyBy(bundle, null, null).open()).hasSize(4);
        assertThat(BundleVerifier.verifyBy(bundle, KEY, null).open())
                .satisfiesExactly(
                        line -> assertThat(line).contains("cut off"),
                        line -> assertThat(line).contains("without witnesses"),
                        line -> assertThat(line).contains("not opened"));
        byte[] head = log.head().encode().getBytes(StandardCharsets.UTF_8);
        assertThat(BundleVerifier.verifyBy(bundle, KEY_AND_WITNESS, head).open())
                .satisfiesExactly(line -> assertThat(line).contains("not opened"));
        assertThat(Checkpoint.parse(log.head().text()).size()).isEqualTo(ENTRIES);
    }

    /** The whole past made anew with the log's own key, streams numbered so that nothing looks missing. */
    private SampleLog rewritten(Change change) {
        return SampleLog.rebuilt(SampleLog.KEY, unnumbered(changed(log, change)), 13);
    }

    private static List<byte[]> changed(SampleLog log, Change change) {
        List<byte[]> leaves = new ArrayList<>(log.leaves);
        change.apply(leaves);
        return leaves;
    }

    /** Every entry as the next of one stream. */
    private static List<byte[]> unnumbered(List<byte[]> leaves) {
        List<byte[]> numbered = new ArrayList<>();
        for (int seq = 0; seq < leaves.size(); seq++) {
            numbered.add(new String(leaves.get(seq), StandardCharsets.UTF_8)
                    .replaceAll("\"seq\":[0-9]+", "\"seq\":" + seq)
                    .replaceAll(
                            "\"stream\":\"[a-z]+-[^\"]+\"",
                            "\"stream\":\"datasets-019aab5f-7a3c-7def-8001-000000000000\"")
                    .replaceAll(
                            "\"type\":\"[a-z.]+\"",
                            "\"type\":\"" + (seq == 0 ? "stream.open" : "dataset.upload") + "\"")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return numbered;
    }

    private static List<String> lines(List<byte[]> leaves) {
        return leaves.stream()
                .map(leaf -> new String(leaf, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] edited(byte[] leaf) {
        return new String(leaf, StandardCharsets.UTF_8)
                .replace("\"outcome\":\"success\"", "\"outcome\":\"denied\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertVerdict(
            Verdict verdict, Path file, @Nullable TrustPolicy policy, @Nullable String rememberedHead) {
        byte[] head = rememberedHead == null ? null : rememberedHead.getBytes(StandardCharsets.UTF_8);
        Report report = BundleVerifier.verifyBy(file, policy, head);
        assertThat(report.verdict()).as(report.text()).isEqualTo(verdict);
        SecondVerifier.assertAgrees(file, policy, head, verdict.exitCode());
    }
}
