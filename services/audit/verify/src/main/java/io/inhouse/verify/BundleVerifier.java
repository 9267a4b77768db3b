package io.inhouse.verify;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.Subtree;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.ledger.bundle.BatchNotes;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.ledger.bundle.BundleManifest;
import io.inhouse.ledger.bundle.BundleReader;
import io.inhouse.ledger.bundle.LineReader;
import io.inhouse.ledger.bundle.NotABundleException;
import io.inhouse.ledger.bundle.Opening;
import io.inhouse.ledger.bundle.RangeProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks an exported bundle with no network, no database and no trust in anything inside it but what the given key signed.
 * Memory does not grow with the number of entries.
 */
public final class BundleVerifier {
    private static final int MAX_NOTE = 1 << 16;
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    private final BundleReader bundle;
    private final BundleManifest manifest;
    private final @Nullable TrustPolicy pinned;
    private final TrustPolicy trusted;
    private final List<VerifierKey> keys;
    private final Problems files = new Problems();
    private final Problems signatures = new Problems();
    private final Problems entries = new Problems();
    private final Problems format = new Problems();
    private final Problems tree = new Problems();
    private final Problems numbering = new Problems();
    private final Problems contents = new Problems();
    /** Entries whose content is not there, in a bundle with opened contents. */
    private long unopened;

    private final List<String> passed = new ArrayList<>();
    private final List<String> agreement = new ArrayList<>();

    private BundleVerifier(BundleReader bundle, @Nullable TrustPolicy pinned) {
        this.bundle = bundle;
        this.manifest = bundle.manifest();
        this.pinned = pinned;
        this.trusted = pinned != null
                ? pinned
                : TrustPolicy.of(List.of(VerifierKey.parse(bundle.manifest().logKey())));
        this.keys = keys(VerifierKey.Kind.ED25519);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an Ed25519 key of the log is needed; none is given");
        }
    }

    /**
     * Verifies the file.
     *
     * @param key the log's public key, from outside; without it the verdict is at best {@link Verdict#KEY_NOT_PINNED}
     * @param keptHead a signed tree head of this log that the reader got earlier, as {@code checkpoint} in a bundle
     */
    public static Report verify(Path file, @Nullable VerifierKey key, byte @Nullable [] keptHead) {
        return verifyBy(file, key == null ? null : TrustPolicy.of(List.of(key)), keptHead);
    }

    /**
     * As {@link #verify}, by all the keys and witnesses that a reader trusts.
     *
     * @param policy the log's keys, from outside, and which witnesses have to have cosigned the tree head
     */
    public static Report verifyBy(Path file, @Nullable TrustPolicy policy, byte @Nullable [] keptHead) {
        try (BundleReader bundle = BundleReader.open(file)) {
            return new BundleVerifier(bundle, policy).report(keptHead);
        } catch (NotABundleException e) {
            return Report.unreadable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Report.unreadable("the bundle cannot be unpacked: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Report.unreadable("the bundle cannot be read: " + e.getMessage());
        }
    }

    private Report report(byte @Nullable [] keptHead) throws NotABundleException, IOException {
        bundle.damages().forEach(files::add);
        for (String required : List.of(
                BundleFormat.CHECKPOINT,
                BundleFormat.LEAVES,
                BundleFormat.HEADS,
                BundleFormat.BATCHES,
                BundleFormat.LOCATORS)) {
            if (!bundle.contains(required)) {
                return finish(keptHead != null);
            }
        }
        Checkpoint head = signedHead();
        readEntries(head, kept(keptHead));
        return finish(keptHead != null);
    }

    /** The bundle's own tree head, or null if it cannot be believed; what is wrong with it is noted. */
    private @Nullable Checkpoint signedHead() throws NotABundleException, IOException {
        Checkpoint head = null;
        try {
            SignedNote note = SignedNote.parse(bytes(BundleFormat.CHECKPOINT, MAX_NOTE));
            head = Checkpoint.parse(note.text());
            note.verify(keys);
            witnessed(note);
        } catch (IllegalArgumentException e) {
            signatures.add("the tree head is malformed: " + e.getMessage());
        } catch (UnverifiedNoteException e) {
            signatures.add("the tree head does not verify: " + e.getMessage());
        }
        if (head != null && !head.origin().equals(keys.getFirst().name())) {
            signatures.add("the tree head is of the log " + head.origin() + ", the key of "
                    + keys.getFirst().name());
        }
        if (head != null
                && (head.size() != manifest.treeSize() || !head.origin().equals(manifest.origin()))) {
            signatures.add("the manifest says " + manifest.treeSize() + " entries of " + manifest.origin()
                    + ", the tree head " + head.size() + " of " + head.origin());
        }
        return head;
    }

    /** What is asked of the newest tree head only: earlier ones may be older than the second key and than the witnesses. */
    private void witnessed(SignedNote note) throws UnverifiedNoteException {
        List<VerifierKey> quantum = keys(VerifierKey.Kind.ML_DSA_44);
        if (!quantum.isEmpty()) {
            note.verify(quantum);
            agreement.add("the tree head is signed with ML-DSA-44, too");
        }
        Set<VerifierKey> signers = note.signers(trusted.witnessKeys());
        if (!trusted.isMet(signers)) {
            signatures.add("too few witnesses cosigned the tree head: " + signers.size() + " of "
                    + trusted.witnesses().size() + " did, the policy asks for " + trusted.quorum());
        }
        for (VerifierKey signer : signers) {
            note.timeOf(signer)
                    .ifPresent(time -> agreement.add("the witness " + signer.name() + " saw this tree head at "
                            + Instant.ofEpochSecond(Math.min(time, LAST_SECOND))));
        }
    }

    /** The keys of this bundle's log; of all logs if the policy does not know it, so that the signature is what fails. */
    private List<VerifierKey> keys(VerifierKey.Kind kind) {
        List<VerifierKey> all =
                trusted.logKeys().stream().filter(key -> key.kind() == kind).toList();
        List<VerifierKey> its =
                all.stream().filter(key -> key.name().equals(manifest.origin())).toList();
        return its.isEmpty() && kind == VerifierKey.Kind.ED25519 ? all : its;
    }

    private @Nullable Checkpoint kept(byte @Nullable [] keptHead) {
        if (keptHead == null) {
            return null;
        }
        try {
            SignedNote note = SignedNote.parse(keptHead);
            note.verify(keys);
            Checkpoint head = Checkpoint.parse(note.text());
            if (head.origin().equals(manifest.origin())) {
                return head;
            }
            signatures.add("the tree head you kept is of another log: " + head.origin());
        } catch (IllegalArgumentException e) {
            signatures.add("the tree head you kept is malformed: " + e.getMessage());
        } catch (UnverifiedNoteException e) {
            signatures.add("the tree head you kept does not verify: " + e.getMessage());
        }
        return null;
    }

    private void readEntries(@Nullable Checkpoint head, @Nullable Checkpoint kept)
            throws NotABundleException, IOException {
        RangeProof range = RangeProof.WHOLE;
        CompactRange grown;
        try {
            if (bundle.contains(BundleFormat.RANGE)) {
                range = RangeProof.parse(bytes(BundleFormat.RANGE, RangeProof.MAX_SIZE));
            }
            grown = CompactRange.of(manifest.from(), range.left());
        } catch (IllegalArgumentException e) {
            tree.add("the subtrees beside the range do not fit it: " + e.getMessage());
            return;
        }
        try (LeafLines lines = new LeafLines(new LineReader(bundle.open(BundleFormat.LEAVES), 16 * Leaf.MAX_SIZE));
                BatchNotes notes = new BatchNotes(bundle.open(BundleFormat.BATCHES));
                LineReader locators = new LineReader(bundle.open(BundleFormat.LOCATORS), MAX_NOTE);
                LineReader headLines = new LineReader(bundle.open(BundleFormat.HEADS), Heads.MAX_LINE);
                LineReader opened = bundle.contains(BundleFormat.OPENINGS)
                        ? new LineReader(bundle.open(BundleFormat.OPENINGS), Opening.MAX_SIZE)
                        : null) {
            // A whole log has to hold all that was signed, whatever the manifest says.
            long to = bundle.contains(BundleFormat.RANGE) ? manifest.to() : Long.MAX_VALUE;
            SignedLeaves signed =
                    new SignedLeaves(notes, locators, manifest.origin(), keys, manifest.from(), to, entries);
            Streams streams = new Streams(manifest.from() == 0, numbering);
            Openings openings = new Openings(opened, contents);
            Heads heads = new Heads(headLines, manifest.origin(), keys, kept, tree);
            heads.at(grown);
            Entries reader = new Entries(lines, signed, streams, openings, entries, format);
            reader.read(grown, heads::at);
            openings.end();
            long expected = manifest.to() - manifest.from();
            if (reader.count() != expected) {
                files.add("the manifest says " + expected + " entries, the bundle holds " + reader.count());
            }
            finishTree(grown, range, head, heads);
            describe(reader, signed, streams, openings, heads, kept);
        }
    }

    private void finishTree(CompactRange grown, RangeProof range, @Nullable Checkpoint head, Heads heads)
            throws IOException {
        List<Subtree> right = Subtree.cover(manifest.to(), manifest.treeSize());
        if (grown.size() != manifest.to() || right.size() != range.right().size()) {
            tree.add("the root cannot be computed: the entries and the subtrees beside them do not make "
                    + manifest.treeSize() + " entries");
            return;
        }
        for (int i = 0; i < right.size(); i++) {
            grown.append(right.get(i).level(), range.right().get(i), (level, index, hash) -> {});
        }
        if (!right.isEmpty()) {
            heads.at(grown);
        }
        heads.end(manifest.treeSize());
        if (head != null && !head.root().equals(grown.root())) {
            tree.add("the entries do not give the root of the tree head");
        }
    }

    private void describe(
            Entries reader,
            SignedLeaves signed,
            Streams streams,
            Openings openings,
            Heads heads,
            @Nullable Checkpoint kept) {
        if (files.isEmpty()) {
            passed.add(manifest.files().size() + " files are those that the manifest lists");
        }
        if (signatures.isEmpty()) {
            passed.add("the tree head is signed by the key");
            passed.addAll(agreement);
        }
        if (entries.isEmpty() && format.isEmpty()) {
            passed.add(reader.count() + " entries are those that the log signed, in " + signed.batches() + " batches");
        }
        if (tree.isEmpty()) {
            passed.add("the entries give the root of the tree head, and of " + heads.agreeing() + " signed earlier");
            if (kept != null && heads.keptAgrees()) {
                passed.add("the log goes on from the tree head you kept (" + kept.size() + " entries)");
            }
        }
        if (numbering.isEmpty() && format.isEmpty()) {
            passed.add(streams.summary());
        }
        if (contents.isEmpty() && openings.matching() > 0) {
            passed.add(openings.matching() + " opened contents are those that the entries are committed to");
        }
        if (manifest.files().containsKey(BundleFormat.OPENINGS)) {
            unopened = reader.count() - openings.matching();
        }
    }

    private Report finish(boolean keptHead) {
        List<String> facts = List.of(
                "log       " + manifest.origin() + ", " + manifest.treeSize() + " entries",
                "bundle    entries " + manifest.from() + " to " + (manifest.to() - 1) + ", exported (it says) "
                        + manifest.created(),
                "key       "
                        + String.join(", ", keys.stream().map(String::valueOf).toList())
                        + (pinned != null ? "" : " (from inside the bundle)"));
        List<String> problems = new ArrayList<>();
        problems.addAll(entries.lines());
        problems.addAll(format.lines());
        if (entries.isEmpty()) {
            // With entries missing or moved the numbers follow suit and say nothing new.
            problems.addAll(numbering.lines());
        }
        problems.addAll(signatures.lines());
        problems.addAll(tree.lines());
        problems.addAll(contents.lines());
        problems.addAll(files.lines());
        Verdict verdict =
                !problems.isEmpty() ? Verdict.NOT_VERIFIED : pinned == null ? Verdict.KEY_NOT_PINNED : Verdict.VERIFIED;
        return new Report(verdict, facts, passed, open(keptHead), problems);
    }

    private List<String> open(boolean keptHead) {
        List<String> open = new ArrayList<>();
        if (pinned == null) {
            open.add(
                    "not proven without a key: that this log signed it; whoever made the bundle could have made the key");
        }
        if (!keptHead) {
            open.add(
                    "not proven without a tree head that you kept: that nothing was cut off its end, and that it is not an"
                            + " older state");
        }
        if (!trusted.needsWitnesses()) {
            open.add("not proven without witnesses: that the log shows everybody the same history");
        }
        if (unopened > 0) {
            open.add("not proven: why the contents of " + unopened
                    + " entries are not opened; erased and withheld look alike in a bundle");
        }
        return open;
    }

    private byte[] bytes(String name, int limit) throws NotABundleException, IOException {
        try (InputStream in = bundle.open(name)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(name + " exceeds " + limit + " bytes");
            }
            return bytes;
        }
    }
}
