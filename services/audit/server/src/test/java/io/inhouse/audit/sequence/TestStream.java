package io.inhouse.audit.sequence;

import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A process that records, without its database. */
public final class TestStream {
    public final String name;
    private long next;

    public TestStream(String service) {
        name = service + "-" + UUID.randomUUID();
    }

    public Message open() {
        return entry(Leaf.STREAM_OPEN);
    }

    public Message close() {
        return entry(Leaf.STREAM_CLOSE);
    }

    public List<Message> entries(int count) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(entry("dataset.upload"));
        }
        return messages;
    }

    public Message entry(String type) {
        return entry(next++, type, "evt-" + UUID.randomUUID());
    }

    public Message entry(long seq, String type, String id) {
        byte[] ct = ("content of " + id).getBytes(StandardCharsets.UTF_8);
        Leaf leaf = new Leaf(
                name,
                seq,
                id,
                Instant.parse("2026-11-22T12:00:00Z").plusMillis(seq),
                type,
                Outcome.SUCCESS,
                ActorKind.USER,
                "a".repeat(64),
                null,
                "demo",
                null,
                List.of(new ObjectReference("dataset", "ds-1", null)),
                Commitments.ciphertextDigest(ct),
                "e".repeat(64));
        return new Message(new Envelope(Envelope.VERSION, leaf.encode(), ct, null, new byte[] {1}, "key-1").encode());
    }
}
