package io.inhouse.verify;

import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.Outcome;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.Subtree;
import io.inhouse.ledger.bundle.BatchLocators;
import io.inhouse.ledger.bundle.BatchNotes;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.ledger.bundle.BundleWriter;
import io.inhouse.ledger.bundle.Opening;
import io.inhouse.ledger.bundle.PublishedHead;
import io.inhouse.ledger.bundle.RangeProof;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A log of three processes with its own key, which exports as the audit server does. */
final class SampleLog {
    static final String ORIGIN = "audit.example/log1";
    static final SigningKey KEY = SigningKey.of(ORIGIN, seed(1));

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    final SigningKey key;
    final List<byte[]> leaves = new ArrayList<>();
    final List<Opening> openings = new ArrayList<>();
    /** Cosigns the heads from now on. */
    @Nullable
    Cosigner witness;
    /** The log's other key. */
    @Nullable
    Cosigner second;

    private final CompactRange range = new CompactRange();
    private final Map<Subtree, Hash> nodes = new HashMap<>();
    private final List<LeafBatch> batches = new ArrayList<>();
    private final List<SignedNote> heads = new ArrayList<>();
    private final List<Hash> pending = new ArrayList<>();

    SampleLog(SigningKey key) {
        this.key = key;
    }

    /** Three streams; the second is not closed and the third is a later process of the same service. */
    static SampleLog of(int entries, int batchSize) {
        return of(entries, batchSize, entries);
    }

    /** The log of so many entries when it had only the first of them. */
    static SampleLog of(int entries, int batchSize, int first) {
        SampleLog log = new SampleLog(KEY);
        int third = entries / 2;
        long[] seq = new long[3];
        for (int i = 0; i < first; i++) {
            int stream = i < third ? i % 2 : i % 2 == 0 ? 0 : 2;
            boolean closes = stream == 0 && i >= entries - 2;
            String type = seq[stream] == 0 ? Leaf.STREAM_OPEN : closes ? Leaf.STREAM_CLOSE : "dataset.upload";
            log.append(stream == 0 ? "datasets" : "inference", stream, seq[stream]++, type);
            if ((i + 1) % batchSize == 0) {
                log.sequence();
            }
        }
        log.sequence();
        return log;
    }

    /** A log of these entries, whatever they say; contents are not opened. */
    static SampleLog rebuilt(SigningKey key, List<byte[]> leaves, int batchSize) {
        SampleLog log = new SampleLog(key);
        for (byte[] leaf : leaves) {
            log.append(leaf);
            if (log.leaves.size() % batchSize == 0) {
                log.sequence();
            }
        }
        log.sequence();
        return log;
    }

    Leaf append(String service, int stream, long seq, String type) {
        byte[] payload = ("{\"n\":" + leaves.size() + "}").getBytes(StandardCharsets.UTF_8);
        byte[] salt = seed(leaves.size());
        String digest = Commitments.ciphertextDigest(payload);
        Leaf leaf = new Leaf(
                service + "-" + uuid(1, stream),
                seq,
                "evt-" + uuid(2, leaves.size()),
                START.plusMillis(leaves.size()),
                type,
                Outcome.SUCCESS,
                ActorKind.USER,
                "a".repeat(64),
                null,
                "demo",
                null,
                List.of(new ObjectReference("dataset", "ds-" + uuid(3, 1), null)),
                digest,
                Commitments.commitment(salt, payload));
        if (leaves.size() % 7 == 3) {
            openings.add(new Opening(leaves.size(), leaf.id(), salt, payload, digest));
        }
        append(leaf.encode());
        return leaf;
    }

    private void append(byte[] bytes) {
        Hash hash = Hash.ofLeaf(bytes);
        leaves.add(bytes);
        pending.add(hash);
        range.append(hash, (level, index, node) -> nodes.put(new Subtree(level, index), node));
    }

    void sequence() {
        if (pending.isEmpty()) {
            return;
        }
        batches.add(new LeafBatch(ORIGIN, range.size() - pending.size(), pending));
        pending.clear();
        heads.add(head());
    }

    SignedNote head() {
        SignedNote head = key.sign(new Checkpoint(ORIGIN, range.size(), range.root()).text());
        if (second != null) {
            head = head.with(second.cosign(head.text(), 0));
        }
        return witness == null ? head : head.with(witness.cosign(head.text(), 1_700_000_000));
    }

    List<SignedNote> heads() {
        return heads;
    }

    Path export(Path file) throws IOException {
        return export(file, 0, leaves.size());
    }

    Path export(Path file, int from, int to) throws IOException {
        List<LeafBatch> covering =
                batches.stream().filter(b -> b.first() < to && b.end() > from).toList();
        try (OutputStream out = Files.newOutputStream(file)) {
            BundleWriter writer = new BundleWriter(out, START);
            writer.file(BundleFormat.CHECKPOINT, o -> o.write(utf8(head().encode())));
            writer.file(BundleFormat.HEADS, o -> {
                for (SignedNote head : heads) {
                    long size = Checkpoint.parse(head.text()).size();
                    if (size >= from && size <= to) {
                        line(o, new PublishedHead(head, START.toString()).encode());
                    }
                }
            });
            writer.file(BundleFormat.LEAVES, o -> {
                for (byte[] leaf : leaves.subList(from, to)) {
                    line(o, leaf);
                }
            });
            writer.file(BundleFormat.BATCHES, o -> {
                for (LeafBatch batch : covering) {
                    o.write(BatchNotes.encode(key.sign(batch.text())));
                }
            });
            writer.file(BundleFormat.LOCATORS, o -> {
                for (LeafBatch batch : covering) {
                    line(o, new BatchLocators(batch.first(), batch.locators(key)).encode());
                }
            });
            writer.file(BundleFormat.OPENINGS, o -> {
                for (Opening opening : openings) {
                    if (opening.index() >= from && opening.index() < to) {
                        line(o, opening.encode());
                    }
                }
            });
            if (from > 0 || to < leaves.size()) {
                RangeProof proof = RangeProof.of(
                        from,
                        to,
                        leaves.size(),
                        (level, index) -> Objects.requireNonNull(nodes.get(new Subtree(level, index))));
                writer.file(BundleFormat.RANGE, o -> o.write(proof.encode()));
            }
            writer.finish(ORIGIN, key.verifier().toString(), from, to, leaves.size(), null);
        }
        return file;
    }

    static byte[] seed(int n) {
        byte[] seed = new byte[32];
        seed[0] = (byte) n;
        seed[1] = (byte) (n >> 8);
        return seed;
    }

    static void line(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String uuid(int kind, int n) {
        return "019aab5f-7a3c-7def-8%03x-%012x".formatted(kind, n);
    }
}
