package io.inhouse.datasets.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.datasets.encryption.Hashing;
import org.junit.jupiter.api.Test;

class VersionRootTest {
    private static byte[] commitment(int i) {
        return Hashing.sha256(new byte[] {(byte) i});
    }

    private static String root(Split... splits) {
        VersionRoot root = new VersionRoot();
        for (int i = 0; i < splits.length; i++) {
            root.add(splits[i], commitment(i));
        }
        return root.digest();
    }

    @Test
    void isTheRfc6962RootOverSplitAndCommitment() {
        // Given the tree of two leaves, written out
        byte[] first = Hashing.sha256(new byte[] {0x00, 0x00}, commitment(0));
        byte[] second = Hashing.sha256(new byte[] {0x00, 0x01}, commitment(1));
        byte[] expected = Hashing.sha256(new byte[] {0x01}, first, second);

        assertThat(root(Split.TRAIN, Split.TEST))
                .isEqualTo("sha256:" + java.util.HexFormat.of().formatHex(expected));
    }

    @Test
    void changesWithOrderSplitAndNumberOfRows() {
        assertThat(root(Split.TRAIN, Split.TRAIN, Split.TEST))
                .isNotEqualTo(root(Split.TRAIN, Split.TEST, Split.TRAIN))
                .isNotEqualTo(root(Split.TRAIN, Split.TRAIN))
                .isNotEqualTo(root(Split.TRAIN, Split.TRAIN, Split.TRAIN));
    }
}
