package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final VerifierKey C2SP =
            VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    private static final String C2SP_NOTE = "This is an example message.\n\n"
            + "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private static final String NEUMANN_TEXT = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n";
    private static final String NEUMANN_LINE =
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final VerifierKey NEUMANN =
            VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

    @Test
    void theExampleOfTheSpecificationVerifies() throws UnverifiedNoteException {
        SignedNote note = SignedNote.parse(C2SP_NOTE.getBytes(StandardCharsets.UTF_8));

        assertThat(note.verify(List.of(C2SP, NEUMANN))).containsExactly(C2SP);
        assertThat(note.encode()).isEqualTo(C2SP_NOTE);
        assertThat(C2SP).hasToString("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    }

    /** Key, text and signature of Go's sumdb/note tests. */
    @Test
    void signaturesAreThoseThatGoMakes() {
        SigningKey key =
                SigningKey.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");

        assertThat(key.verifier()).isEqualTo(NEUMANN);
        assertThat(key.sign(NEUMANN_TEXT).encode()).isEqualTo(NEUMANN_TEXT + "\n" + NEUMANN_LINE);
        assertThat(key).hasToString("***PeterNeumann+c74f20a3");
        assertThat(SigningKey.parse(key.secretText()).verifier()).isEqualTo(NEUMANN);
    }

    @Test
    void theCheckpointOfTheReferenceTreeIsSignedAsExpected() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        SigningKey key = SigningKey.of("audit.example/log1", seed);
        Checkpoint head =
                new Checkpoint("audit.example/log1", 8, Hash.parse("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="));

        assertThat(key.verifier())
                .hasToString("audit.example/log1+5b593d9c+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
        assertThat(key.sign(head.text()).encode())
                .isEqualTo(
                        "audit.example/log1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
                                + "\u2014 audit.example/log1 W1k9nEtO+8YsAhWK7WZxCodIa6yy/LWlC4zPPSjjEQ5e5J2K8+nh1CY2fEadI959asbY+1PKSW8VHgTi4O12v/hSCA0=\n");
        assertThat(Checkpoint.parse(head.text())).isEqualTo(head);
    }

    @Test
    void unknownSignaturesAreIgnoredButOneKnownKeyIsNeeded() throws UnverifiedNoteException {
        SignedNote both = SignedNote.parse(NEUMANN_TEXT + "\n" + unknownLine() + NEUMANN_LINE);

        assertThat(both.verify(List.of(NEUMANN))).containsExactly(NEUMANN);
        assertThatThrownBy(() -> both.verify(List.of(C2SP)))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("example.com/foo+530d903a")
                .hasMessageContaining("PeterNeumann+c74f20a3");
    }

    @Test
    void aKnownKeyThatFailsRejectsTheNoteEvenBesideAGoodOne() {
        SigningKey other = SigningKey.of("other", new byte[32]);
        SignedNote good = other.sign(NEUMANN_TEXT);
        SignedNote.Signature wrong = other.sign("another text\n").signatures().getFirst();
        SignedNote note = SignedNote.parse(NEUMANN_TEXT + "\n" + NEUMANN_LINE).with(wrong);

        assertThat(good.text()).isEqualTo(NEUMANN_TEXT);
        assertThatThrownBy(() -> note.verify(List.of(NEUMANN, other.verifier())))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void everyFlippedBitOfTextAndSignatureFails() {
        byte[] good = C2SP_NOTE.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> SignedNote.parse(bad).verify(List.of(C2SP)))
                    .isInstanceOfAny(IllegalArgumentException.class, UnverifiedNoteException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\u2014 a b\n",
                "text\n\n\u2014 a AAAAAAE=",
                "text\n\n- a AAAAAAE=\n",
                "text\n\n\u2014 a\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAE\n",
                "text\n\n\u2014 a AAAAAAF=\n",
                "text\n\n\u2014 a+b AAAAAAE=\n",
                "text\n\n\u2014  AAAAAAE=\n",
                "text\n\n\u2014 a AAAAAAE= \n",
                "text\n\n\u2014 a AAAAAAE=\nmore\n",
                "te\u0001xt\n\n\u2014 a AAAAAAE=\n",
                "te\rxt\n\n\u2014 a AAAAAAE=\n",
            })
    void malformedNotesAreRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNoteThatIsNotUtf8IsRefused() {
        byte[] note = "te?xt\n\n\u2014 a AAAAAAE=\n".getBytes(StandardCharsets.UTF_8);
        note[2] = (byte) 0xff;

        assertThatThrownBy(() -> SignedNote.parse(note)).hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n8\n",
                "log\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n+8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n9999999999999999999\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/Rg\n",
                "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n",
                "log\neight\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            })
    void malformedTreeHeadsAreRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
                "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            })
    void malformedKeysAreRefused(String key) {
        assertThatThrownBy(() -> VerifierKey.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String unknownLine() {
        return "\u2014 somebody AAAAAAEC\n";
    }
}
