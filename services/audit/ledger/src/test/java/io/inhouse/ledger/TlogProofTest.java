package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogProofTest {
    private static final SigningKey KEY = SigningKey.of("audit.example/log1", new byte[32]);
    private static final TrustPolicy POLICY = TrustPolicy.of(List.of(KEY.verifier()));

    @Test
    void aReceiptIsReadAsItIsWritten() {
        String text = receipt(21, 5).encode();

        assertThat(text)
                .startsWith("c2sp.org/tlog-proof@v1\nextra ZW50cnkgNQ==\nindex 5\n")
                .endsWith("=\n");
        assertThat(TlogProof.parse(utf8(text)).encode()).isEqualTo(text);
        assertThat(TlogProof.parse(utf8(text)).extra()).isEqualTo(utf8("entry 5"));
    }

    @Test
    void everyEntryOfEverySizeHasAReceiptAndNoOtherEntryHasIt() {
        for (int size : List.of(1, 2, 3, 7, 8, 9, 64, 255, 256, 257, 300)) {
            for (int index = 0; index < size; index += 1 + size / 8) {
                TlogProof receipt = receipt(size, index);
                byte[] entry = utf8("entry " + index);

                assertThatCode(() -> receipt.verify(entry, POLICY)).doesNotThrowAnyException();
                assertThatThrownBy(() -> receipt.verify(utf8("entry x"), POLICY))
                        .isInstanceOf(UnverifiedNoteException.class)
                        .hasMessageContaining("does not lead");
            }
        }
    }

    @Test
    void everyFlippedBitOfAReceiptFails() {
        byte[] good = utf8(receipt(21, 5).encode());
        // The extra data is not authenticated.
        int from = new String(good, StandardCharsets.UTF_8).indexOf("index");
        for (int bit = from * 8; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> TlogProof.parse(bad).verify(utf8("entry 5"), POLICY))
                    .isInstanceOfAny(IllegalArgumentException.class, UnverifiedNoteException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proof@v1|proof@v2",
                "index 5|index 05",
                "index 5|index -5",
                "index 5|index 9223372036854775808",
                "index 5|index five",
                "extra ZW50cnkgNQ==|extra ZW50cnkgNQ",
                "index 5|'index 5 '",
                "index 5|more",
            })
    void aMalformedReceiptIsRefused(String part, String replacement) {
        String text = receipt(21, 5).encode();
        assertThat(text).contains(part);

        assertThatThrownBy(() -> TlogProof.parse(utf8(text.replace(part, replacement))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiptWithoutEmptyLineIsRefused() {
        assertThatThrownBy(() -> TlogProof.parse(utf8("c2sp.org/tlog-proof@v1\nindex 0\n")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TlogProof.parse(new byte[] {(byte) 0xff, '\n', '\n'}))
                .hasMessageContaining("UTF-8");
    }

    private static TlogProof receipt(int size, int index) {
        StoredTree tree = StoredTree.of(size);
        SignedNote head = KEY.sign(new Checkpoint("audit.example/log1", size, tree.root()).text());
        return new TlogProof(utf8("entry " + index), index, Proofs.inclusion(index, size, tree), head);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
