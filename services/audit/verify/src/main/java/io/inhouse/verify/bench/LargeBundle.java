package io.inhouse.verify.bench;

import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.Outcome;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.bundle.BatchLocators;
import io.inhouse.ledger.bundle.BatchNotes;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.ledger.bundle.BundleWriter;
import io.inhouse.ledger.bundle.PublishedHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A bundle as the audit server writes it, of entries as inference makes them: four processes, batches of 1,000. */
final class LargeBundle {
    static final SigningKey KEY = SigningKey.of("audit.bench/log", new byte[32]);

    private static final int STREAMS = 4;
    private static final int BATCH = 1_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> TYPES =
            List.of("inference.request", "inference.response", "authz.denied", "dataset.read", "payload.read");

    private final int entries;
    private final Random random = new Random(1);
    private final List<LeafBatch> batches = new ArrayList<>();
    private final List<SignedNote> heads = new ArrayList<>();
    private final CompactRange tree = new CompactRange();

    LargeBundle(int entries) {
        this.entries = entries;
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            BundleWriter bundle = new BundleWriter(out, START);
            bundle.file(BundleFormat.LEAVES, this::leaves);
            SignedNote head = heads.getLast();
            bundle.file(BundleFormat.CHECKPOINT, o -> o.write(utf8(head.encode())));
            bundle.file(BundleFormat.HEADS, o -> {
                for (SignedNote earlier : heads) {
                    line(o, new PublishedHead(earlier, START.toString()).encode());
                }
            });
            bundle.file(BundleFormat.BATCHES, o -> {
                for (LeafBatch batch : batches) {
                    o.write(BatchNotes.encode(KEY.sign(batch.text())));
                }
            });
            bundle.file(BundleFormat.LOCATORS, o -> {
                for (LeafBatch batch : batches) {
                    line(o, new BatchLocators(batch.first(), batch.locators(KEY)).encode());
                }
            });
            bundle.finish(KEY.verifier().name(), KEY.verifier().toString(), 0, entries, entries, null);
        }
    }

    private void leaves(OutputStream out) throws IOException {
        List<Hash> batch = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            byte[] leaf = leaf(i).encode();
            line(out, leaf);
            Hash hash = Hash.ofLeaf(leaf);
            tree.append(hash);
            batch.add(hash);
            if (batch.size() == BATCH || i == entries - 1) {
                batches.add(new LeafBatch(KEY.verifier().name(), tree.size() - batch.size(), batch));
                batch.clear();
                heads.add(KEY.sign(new Checkpoint(KEY.verifier().name(), tree.size(), tree.root()).text()));
            }
        }
    }

    private Leaf leaf(int i) {
        int stream = i % STREAMS;
        long seq = i / STREAMS;
        return new Leaf(
                "inference-" + uuid(1, stream),
                seq,
                "evt-" + uuid(2, i),
                START.plusMillis(i),
                seq == 0 ? Leaf.STREAM_OPEN : TYPES.get(random.nextInt(TYPES.size())),
                Outcome.SUCCESS,
                ActorKind.APP,
                hex(),
                random.nextBoolean() ? hex() : null,
                "demo",
                "customer-service",
                List.of(
                        new ObjectReference("model", "model-" + uuid(3, 1), "sha256:" + "ab".repeat(32)),
                        new ObjectReference(
                                "adapter", "adp-" + uuid(3, random.nextInt(50)), "sha256:" + "cd".repeat(32))),
                hex(),
                hex());
    }

    private String hex() {
        return "%016x%016x%016x%016x"
                .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static String uuid(int kind, int n) {
        return "019aab5f-7a3c-7def-8%03x-%012x".formatted(kind, n);
    }

    private static void line(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
