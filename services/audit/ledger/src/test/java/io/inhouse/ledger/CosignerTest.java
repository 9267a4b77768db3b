package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CosignerTest {
    private static final String HEAD = "audit.example/log1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";
    private static final byte[] SEED =
            HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static final String LINE =
            "\u2014 witness.example/w1 BNLYMwAAAABkGFDL/gwTzuf03/ux7co4YpWalMVpWrdbX+xzn0SV2r11oH9WsVSC+3BNyvvVBpHJV79Wb2EFmLmJw5gF+mc2s+OPBg==";

    /** The seed is RFC 8032's second; the line was made by another implementation. */
    @Test
    void aWitnessSignsAsTheSpecificationSays() throws UnverifiedNoteException {
        Cosigner witness = Cosigner.ed25519("witness.example/w1", SEED);

        assertThat(witness.verifier())
                .hasToString("witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM");
        assertThat(witness.cosign(HEAD, 1679315147).line()).isEqualTo(LINE);
        SignedNote note = SignedNote.parse(HEAD + "\n" + LINE + "\n");
        assertThat(note.verify(List.of(witness.verifier()))).containsExactly(witness.verifier());
        assertThat(note.timeOf(witness.verifier())).hasValue(1679315147);
        assertThat(witness).hasToString("***witness.example/w1+04d2d833");
    }

    /** Signed by the script beside the golden files, with another implementation of FIPS 204. */
    @Test
    void theLogsSecondSignatureIsThatOfTheSpecification() throws IOException, UnverifiedNoteException {
        SignedNote note = SignedNote.parse(LeafTest.golden("mldsa44.note"));
        VerifierKey key = VerifierKey.parse(new String(LeafTest.golden("mldsa44.vkey"), StandardCharsets.UTF_8));
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }

        assertThat(key.kind()).isEqualTo(VerifierKey.Kind.ML_DSA_44);
        assertThat(note.verify(List.of(key))).containsExactly(key);
        assertThat(Cosigner.mlDsa44("audit.example/log1", seed).verifier()).isEqualTo(key);
    }

    @Test
    void bothKindsRefuseAnotherTextAnotherTimeAndAnotherName() {
        for (Cosigner signer : List.of(Cosigner.ed25519("log", SEED), Cosigner.mlDsa44("log", SEED))) {
            SignedNote.Signature good = signer.cosign(HEAD, 7);
            byte[] bytes = good.bytes();
            byte[] later = bytes.clone();
            later[7]++;

            assertThat(signer.verifier().verifies(HEAD, bytes)).isTrue();
            assertThat(signer.verifier().verifies(HEAD.replace("8", "9"), bytes))
                    .isFalse();
            assertThat(signer.verifier().verifies(HEAD, later)).isFalse();
            assertThat(signer.verifier().verifies("no tree head\n", bytes)).isFalse();
            assertThat(signer.verifier().verifies(HEAD, new byte[8])).isFalse();
            byte[] beyond = bytes.clone();
            beyond[0] = (byte) 0x80;
            assertThat(signer.verifier().verifies(HEAD, beyond)).isFalse();
        }
        SignedNote.Signature other = Cosigner.mlDsa44("log", SEED).cosign(HEAD, 0);
        assertThat(Cosigner.mlDsa44("gol", SEED).verifier().verifies(HEAD, other.bytes()))
                .isFalse();
    }

    @Test
    void whatIsNoTreeHeadIsNotCosigned() {
        assertThatThrownBy(() -> Cosigner.mlDsa44("log", SEED).cosign("text\n", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cosigner.ed25519("log", SEED).cosign(HEAD, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysOfEveryKindAreReadAsTheyAreWritten() {
        for (VerifierKey key : List.of(
                SigningKey.of("a/b", SEED).verifier(),
                Cosigner.ed25519("a/b", SEED).verifier(),
                Cosigner.mlDsa44("a/b", SEED).verifier())) {
            assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
        }
    }
}
