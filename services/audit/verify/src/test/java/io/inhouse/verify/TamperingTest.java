package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.bundle.BundleFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that somebody without the log's key can do to a bundle is found, and a single edit is named. */
class TamperingTest {
    private static final int ENTRIES = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private SampleLog log = new SampleLog(SampleLog.KEY);
    private Path bundle = Path.of("");

    @BeforeEach
    void export() throws IOException {
        log = SampleLog.of(ENTRIES, 13);
        bundle = log.export(directory.resolve("bundle.zip"));
        assertThat(verify(bundle).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 13, 30, 58, 59})
    void anEditedEntryIsNamed(int index) throws IOException {
        Forgery forgery = new Forgery(bundle).leaves(lines -> edited(lines, index));

        assertNamed(forgery, index);
        assertNamed(forgery.recomputeManifest(), index);
    }

    /** The strongest forger: only the signatures are left as they were, because only they cannot be made anew. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 13, 30, 58, 59})
    void anEditedEntryIsNamedThoughEveryHashWasRecomputed(int index) throws IOException {
        Forgery forgery = new Forgery(bundle)
                .leaves(lines -> edited(lines, index))
                .recomputeHashes(log.leaves)
                .recomputeManifest();

        assertNamed(forgery, index);
    }

    @Test
    void anEditedEntryIsNamedThoughTheTreeHeadsWereThrownAway() throws IOException {
        Forgery forgery = new Forgery(bundle).leaves(lines -> edited(lines, 30)).recomputeHashes(log.leaves);
        forgery.files.put(BundleFormat.HEADS, new byte[0]);

        assertNamed(forgery.recomputeManifest(), 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 58, 59})
    void aDeletedEntryIsNamed(int index) throws IOException {
        Report report = forged(new Forgery(bundle).leaves(lines -> {
            lines.remove(index);
            return lines;
        }));

        assertThat(report.problems().getFirst()).contains("entry " + index).containsAnyOf("was deleted", "is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 60})
    void anInsertedEntryIsNamed(int index) throws IOException {
        Report report = forged(new Forgery(bundle).leaves(lines -> {
            lines.add(index, edited(lines, 7).get(7));
            return lines;
        }));

        assertThat(report.problems().getFirst()).contains("entry " + index + " (evt-");
    }

    @Test
    void swappedEntriesAreNamed() throws IOException {
        Report report = forged(new Forgery(bundle).leaves(lines -> {
            Collections.swap(lines, 20, 21);
            return lines;
        }));

        assertThat(report.problems().getFirst())
                .contains("entry 20")
                .contains("entry 21")
                .contains("swapped");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13, 40, 59})
    void entriesCutOffTheEndAreMissed(int left) throws IOException {
        Forgery forgery = new Forgery(bundle).leaves(lines -> lines.subList(0, left));

        assertThat(forged(forgery).problems()).anyMatch(problem -> problem.contains("missing"));
        assertThat(forged(forgery.recomputeHashes(log.leaves)).problems())
                .anyMatch(problem -> problem.contains("tree head does not verify"));
    }

    /** The log's own earlier state in full; only somebody who knows of a later one can tell. */
    @Test
    void anOlderBundleIsRefusedByWhoeverKeptALaterTreeHead() throws IOException {
        byte[] kept = log.head().encode().getBytes(StandardCharsets.UTF_8);
        Path older = SampleLog.of(40, 13).export(directory.resolve("older.zip"));

        assertThat(verify(older).verdict()).isEqualTo(Verdict.VERIFIED);
        Report report = BundleVerifier.verify(older, log.key.verifier(), kept);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_VERIFIED);
        assertThat(report.problems().getFirst()).contains("cut off");
    }

    /** Somebody with the log's key who rewrites the past is found by a kept tree head, and by nothing else. */
    @Test
    void aRewrittenPastIsRefusedByWhoeverKeptATreeHead() throws IOException {
        SampleLog rewritten = new SampleLog(SampleLog.KEY);
        rewritten.append("datasets", 9, 0, Leaf.STREAM_OPEN);
        for (int seq = 1; seq < ENTRIES + 10; seq++) {
            rewritten.append("datasets", 9, seq, "dataset.upload");
        }
        rewritten.sequence();
        Path other = rewritten.export(directory.resolve("rewritten.zip"));
        byte[] kept = log.head().encode().getBytes(StandardCharsets.UTF_8);

        assertThat(verify(other).verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(BundleVerifier.verify(other, log.key.verifier(), kept).problems())
                .anyMatch(problem -> problem.contains("rewritten"));
    }

    @Test
    void theTreeHeadOfAnotherKeyIsRefused() throws IOException {
        SigningKey other = SigningKey.of(SampleLog.ORIGIN, SampleLog.seed(99));
        Forgery forgery = new Forgery(bundle)
                .edit(
                        BundleFormat.CHECKPOINT,
                        text -> other.sign(log.head().text()).encode());

        assertThat(forged(forgery).problems().getFirst())
                .contains("does not verify")
                .contains(other.verifier().label());
    }

    /** A whole log by another key, which verifies by the key inside but not by the pinned one. */
    @Test
    void aBundleOfAnotherKeyIsRefused() throws IOException {
        SampleLog other = new SampleLog(SigningKey.of(SampleLog.ORIGIN, SampleLog.seed(99)));
        other.append("datasets", 0, 0, Leaf.STREAM_OPEN);
        other.sequence();
        Path forged = other.export(directory.resolve("other.zip"));

        assertThat(BundleVerifier.verify(forged, null, null).verdict()).isEqualTo(Verdict.KEY_NOT_PINNED);
        assertThat(verify(forged).verdict()).isEqualTo(Verdict.NOT_VERIFIED);
    }

    @Test
    void aContentThatIsNotTheEntrysIsNamed() throws IOException {
        Forgery forgery = new Forgery(bundle)
                .edit(BundleFormat.OPENINGS, text -> text.replace("{\\\"n\\\":10}", "{\\\"n\\\":11}"));

        assertThat(forged(forgery).problems().getFirst()).contains("entry 10").contains("committed");
    }

    @Test
    void everyFileIsCoveredByTheManifest() throws IOException {
        for (String name : List.copyOf(new Forgery(bundle).files.keySet())) {
            if (name.equals(BundleFormat.MANIFEST)) {
                continue;
            }
            Forgery changed = new Forgery(bundle).edit(name, text -> text + " ");
            assertThat(verify(changed.write(directory.resolve("f.zip"))).verdict())
                    .as(name)
                    .isEqualTo(Verdict.NOT_VERIFIED);
            Forgery removed = new Forgery(bundle);
            removed.files.remove(name);
            assertThat(verify(removed.write(directory.resolve("f.zip"))).verdict())
                    .as(name)
                    .isEqualTo(Verdict.NOT_VERIFIED);
        }
        Forgery added = new Forgery(bundle);
        added.files.put("more.txt", new byte[1]);
        assertThat(verify(added.write(directory.resolve("f.zip"))).problems().getFirst())
                .contains("more.txt");
    }

    @Test
    void everyFlippedBitOfTheSignedFilesFails() throws IOException {
        for (String name : List.of(BundleFormat.CHECKPOINT, BundleFormat.HEADS, BundleFormat.BATCHES)) {
            Forgery forgery = new Forgery(bundle);
            byte[] good = forgery.files.getOrDefault(name, new byte[0]);
            // The time of publication is informative; the notes are what is signed.
            int end = name.equals(BundleFormat.HEADS) ? forgery.text(name).indexOf("\",\"published") : good.length;
            for (int at = 0; at < end; at += name.equals(BundleFormat.CHECKPOINT) ? 1 : 17) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                forgery.files.put(name, bad);
                Path file = forgery.recomputeManifest().write(directory.resolve("f.zip"));

                boolean both = at % 4 == 0;
                assertThat((both ? verify(file) : BundleVerifier.verify(file, log.key.verifier(), null)).verdict())
                        .as("%s byte %s", name, at)
                        .isEqualTo(Verdict.NOT_VERIFIED);
            }
        }
    }

    @Test
    void aPartialExportIsCheckedAgainstTheWholeTree() throws IOException {
        for (int from = 0; from < ENTRIES; from += 9) {
            for (int to = from + 1; to <= ENTRIES; to += 7) {
                Path part = log.export(directory.resolve("part.zip"), from, to);

                assertThat(verify(part).problems()).as("%s to %s", from, to).isEmpty();
            }
        }
        Path part = log.export(directory.resolve("part.zip"), 20, 40);
        Report report = forged(new Forgery(part).leaves(lines -> edited(lines, 5)));
        assertThat(report.problems().getFirst()).contains("entry 25").contains("changed");
    }

    private void assertNamed(Forgery forgery, int index) throws IOException {
        Report report = verify(forgery.write(directory.resolve("forged.zip")));
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_VERIFIED);
        String id = Leaf.parse(log.leaves.get(index)).id();
        assertThat(report.problems())
                .as(report.text())
                .anyMatch(problem -> problem.startsWith("entry " + index + " (" + id + ") was changed"));
        assertThat(report.problems().stream().filter(problem -> problem.contains("was changed after")))
                .hasSize(1);
    }

    private Report forged(Forgery forgery) throws IOException {
        Report report = verify(forgery.recomputeManifest().write(directory.resolve("forged.zip")));
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.NOT_VERIFIED);
        return report;
    }

    private Report verify(Path file) {
        Report report = BundleVerifier.verify(file, log.key.verifier(), null);
        TrustPolicy policy = TrustPolicy.of(List.of(log.key.verifier()));
        SecondVerifier.assertAgrees(file, policy, null, report.verdict().exitCode());
        return report;
    }

    private static List<String> edited(List<String> lines, int index) {
        List<String> edited = new ArrayList<>(lines);
        edited.set(index, lines.get(index).replace("\"outcome\":\"success\"", "\"outcome\":\"denied\""));
        return edited;
    }
}
