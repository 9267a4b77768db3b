package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
    private static final SigningKey LOG = SigningKey.of("audit.example/log1", seed(0));
    private static final Cosigner W1 = Cosigner.ed25519("witness.example/w1", seed(1));
    private static final Cosigner W2 = Cosigner.ed25519("witness.example/w2", seed(2));
    private static final Cosigner W3 = Cosigner.mlDsa44("witness.example/w3", seed(3));
    private static final String TWO_OF_THREE =
            """
            # the compliance team's machines
            log %s https://audit.example/log
              witness one %s http://one:8107
            witness two\t%s

            witness three %s
            group team 2 one two three
            quorum team
            """.formatted(LOG.verifier(), W1.verifier(), W2.verifier(), W3.verifier());
    private static final SignedNote HEAD = LOG.sign(new Checkpoint("audit.example/log1", 8, Hash.EMPTY_TREE).text());

    @Test
    void aQuorumIsAskedFor() throws UnverifiedNoteException {
        TrustPolicy policy = TrustPolicy.parse(TWO_OF_THREE);

        assertThat(policy.needsWitnesses()).isTrue();
        assertThatThrownBy(() -> policy.verify(HEAD)).hasMessageContaining("too few witnesses");
        assertThatThrownBy(() -> policy.verify(by(W1))).hasMessageContaining("too few witnesses");
        assertThat(policy.verify(by(W1, W3))).containsExactly(LOG.verifier(), W1.verifier(), W3.verifier());
        assertThat(policy.verify(by(W1, W2, W3))).hasSize(4);
        assertThatThrownBy(() -> policy.verify(by(W1, W1))).hasMessageContaining("too few witnesses");
    }

    @Test
    void aCosignatureThatIsWrongRejectsTheHead() {
        SignedNote.Signature wrong = W2.cosign(HEAD.text().replace("8", "9"), 5);

        assertThatThrownBy(
                        () -> TrustPolicy.parse(TWO_OF_THREE).verify(by(W1, W3).with(wrong)))
                .hasMessageContaining("does not fit");
    }

    @Test
    void anotherLogsHeadIsRefused() {
        SigningKey other = SigningKey.of("audit.example/log2", seed(0));
        SignedNote head = other.sign(HEAD.text());
        TrustPolicy policy = TrustPolicy.of(List.of(other.verifier()));

        assertThatThrownBy(() -> policy.verify(head)).hasMessageContaining("audit.example/log1");
        assertThatThrownBy(() -> policy.verify(HEAD)).hasMessageContaining("not signed by");
    }

    @Test
    void groupsMayContainGroups() {
        TrustPolicy policy = TrustPolicy.parse("""
                witness a %s
                witness b %s
                witness c %s
                group any any a b
                group all all any c
                quorum all
                """.formatted(W1.verifier(), W2.verifier(), W3.verifier()));

        assertThat(policy.isMet(java.util.Set.of(W1.verifier(), W3.verifier()))).isTrue();
        assertThat(policy.isMet(java.util.Set.of(W1.verifier(), W2.verifier()))).isFalse();
        assertThat(policy.isMet(java.util.Set.of(W3.verifier()))).isFalse();
        assertThat(TrustPolicy.parse(policy.encode())).isEqualTo(policy);
    }

    @Test
    void aPolicyIsReadAsItIsWritten() {
        TrustPolicy policy = TrustPolicy.parse(TWO_OF_THREE);

        assertThat(TrustPolicy.parse(policy.encode())).isEqualTo(policy);
        assertThat(TrustPolicy.of(List.of(LOG.verifier())).encode())
                .isEqualTo("log " + LOG.verifier() + "\nquorum none\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log LOG",
                "quorum none\nquorum none",
                "quorum one",
                "quorum",
                "log\nquorum none",
                "log W1\nquorum none",
                "log LOG\nlog LOG\nquorum none",
                "log LOG url more\nquorum none",
                "witness none W1\nquorum none",
                "witness a LOG\nquorum none",
                "witness a W1\nwitness a W2\nquorum none",
                "witness a W1\nwitness b W1\nquorum none",
                "group g any a\nquorum none",
                "witness a W1\ngroup g 0 a\nquorum g",
                "witness a W1\ngroup g 2 a\nquorum g",
                "witness a W1\ngroup g 1\nquorum g",
                "witness a W1\ngroup g 01 a\nquorum g",
                "witness a W1\ngroup g any a a\nquorum g",
                "witness a W1\ngroup g any a\ngroup h any a\nquorum h",
                "something\nquorum none",
                "log nonsense\nquorum none",
            })
    void aMalformedPolicyIsRefused(String policy) {
        String text = policy.replace("LOG", LOG.verifier().toString())
                .replace("W1", W1.verifier().toString())
                .replace("W2", W2.verifier().toString());

        assertThatThrownBy(() -> TrustPolicy.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedNote by(Cosigner... witnesses) {
        SignedNote note = HEAD;
        for (Cosigner witness : witnesses) {
            note = note.with(witness.cosign(HEAD.text(), 1_700_000_000));
        }
        return note;
    }

    private static byte[] seed(int n) {
        byte[] seed = new byte[32];
        seed[0] = (byte) n;
        return seed;
    }
}
