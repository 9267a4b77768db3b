package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.outbox.Outbox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What an entry says in the clear and what it commits to. */
class RecordedContentIT extends OneRecorder {
    @Test
    void theLeafSaysWhatHappenedAndCommitsToTheEncryptedContent() throws Exception {
        AuditEvent event = AuditEvent.of("dataset.approve")
                .outcome(Outcome.DENIED)
                .about("person-1")
                .project("demo")
                .purpose("customer-service")
                .object("dataset-version", "dsv-1", "sha256:" + "a".repeat(64))
                .content("comment", "looks fine, said Ada")
                .build();

        String id = recorder.recordNow(event);

        Outbox.Row row = row(id);
        Leaf leaf = Leaf.parse(row.envelope().leaf());
        assertThat(leaf.stream()).isEqualTo(recorder.stream()).startsWith("datasets-");
        assertThat(leaf.type()).isEqualTo("dataset.approve");
        assertThat(leaf.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(leaf.actorKind()).isEqualTo(ActorKind.SYSTEM);
        assertThat(leaf.subjectPseudonym()).isEqualTo(fixture.keys.pseudonym("person-1"));
        assertThat(leaf.actorPseudonym()).isEqualTo(fixture.keys.pseudonym("system"));
        assertThat(leaf.objects()).isEqualTo(event.objects());
        assertThat(new String(row.envelope().encode(), StandardCharsets.UTF_8)).doesNotContain("person-1", "Ada");
        // The commitments are recomputed inside open(); it refuses if one is not right.
        assertThat(CanonicalJson.parse(fixture.contents.open(row.envelope())))
                .isEqualTo(Map.of("comment", "looks fine, said Ada"));
    }

    /** Recomputed here with nothing but the Java platform, as the format's description says. */
    @Test
    void theCommitmentsAreThoseOfTheFormat() throws Exception {
        Outbox.Row row = row(recorder.recordNow(AuditEvent.of("dataset.approve")
                .about("person-1")
                .content("b", 2)
                .content("a", "ü")
                .build()));

        Leaf leaf = Leaf.parse(row.envelope().leaf());
        byte[] opened = fixture.contents.openSalted(row.envelope());
        byte[] payload = Arrays.copyOfRange(opened, 32, opened.length);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Arrays.copyOf(opened, 32), "HmacSHA256"));

        assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ü\",\"b\":2}");
        assertThat(leaf.ptCommit()).isEqualTo(HexFormat.of().formatHex(mac.doFinal(payload)));
        assertThat(leaf.ctSha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Objects.requireNonNull(row.envelope().ct()))));
        assertThat(row.envelope().ct()).hasSize(12 + opened.length + 16);
    }

    @Test
    void contentMovedToAnotherEntryOrChangedIsNotOpened() throws Exception {
        Outbox.Row one = row(recorder.recordNow(event("dataset.approve")));
        Outbox.Row two = row(recorder.recordNow(event("dataset.approve")));
        Envelope moved = new Envelope(
                1,
                two.envelope().leaf(),
                Objects.requireNonNull(one.envelope().ct()),
                null,
                one.envelope().dek(),
                one.envelope().keyId());

        assertThatThrownBy(() -> fixture.contents.open(moved)).hasMessageContaining("not the one that the leaf names");
    }

    @Test
    void destroyingAPersonsKeyErasesTheContentAndLeavesTheLeafValid() throws Exception {
        Outbox.Row row = row(recorder.recordNow(AuditEvent.of("inference.request")
                .about("person-2")
                .content("prompt", "secret")
                .build()));
        Leaf before = Leaf.parse(row.envelope().leaf());

        fixture.keys.destroy("person-2");

        assertThatThrownBy(() -> fixture.contents.open(row.envelope())).hasMessageContaining("was destroyed");
        assertThat(Leaf.parse(row.envelope().leaf())).isEqualTo(before);
        assertThat(fixture.keys.knownPseudonym("person-2")).isEmpty();
        assertThat(fixture.keys.pseudonym("person-2")).isNotEqualTo(before.subjectPseudonym());
    }

    @Test
    void largeContentGoesToTheArtefactStoreAndComesBack() throws Exception {
        String text = "x".repeat(400_000);

        String id = recorder.recordNow(
                AuditEvent.of("export.create").content("text", text).build());

        Envelope envelope = row(id).envelope();
        assertThat(envelope.ct()).isNull();
        assertThat(envelope.ctRef())
                .isEqualTo("sha256:" + Leaf.parse(envelope.leaf()).ctSha256());
        assertThat(CanonicalJson.parse(fixture.contents.open(envelope))).isEqualTo(Map.of("text", text));
    }

    @Test
    void theEnvelopeSurvivesItsJson() throws Exception {
        Envelope envelope = row(recorder.recordNow(event("dataset.approve"))).envelope();

        Envelope read = Envelope.parse(envelope.encode());

        assertThat(read.leaf()).isEqualTo(envelope.leaf());
        assertThat(fixture.contents.open(read)).isEqualTo(fixture.contents.open(envelope));
    }
}
