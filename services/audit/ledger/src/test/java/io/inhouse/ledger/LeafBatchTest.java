package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafBatchTest {
    private static final SigningKey KEY = SigningKey.of("audit.example/log1", new byte[32]);

    @Test
    void theTextIsReadBack() {
        LeafBatch batch = batch(40, 3);

        assertThat(batch.text())
                .startsWith("audit.example/log1/leaves\n40\n3\n")
                .hasLineCount(6);
        assertThat(LeafBatch.parse(batch.text())).isEqualTo(batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 31, 32, 33})
    void theLocatorsNameTheOneChangedEntry(int count) {
        LeafBatch signed = batch(100, count);
        List<String> locators = signed.locators(KEY);

        assertThat(signed.changed(locators, KEY.verifier())).isEmpty();
        for (int position = 0; position < count; position++) {
            List<Hash> hashes = new ArrayList<>(signed.hashes());
            hashes.set(position, Hash.ofLeaf(new byte[] {99, 99}));
            LeafBatch forged = new LeafBatch(signed.origin(), 100, hashes);

            assertThat(forged.changed(locators, KEY.verifier())).containsExactly(100L + position);
        }
    }

    @Test
    void withoutItsLocatorsAnyEntryOfTheBatchMayHaveChanged() {
        assertThat(batch(0, 3).changed(List.of(), KEY.verifier())).containsExactly(0L, 1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n0\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log/leaves\n00\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log/leaves\n0\n2\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log/leaves\n0\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
                "log/leaves\n0\n1\nx\n",
                "log/leaves\n0\n0\n",
                "/leaves\n0\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            })
    void malformedTextsAreRefused(String text) {
        assertThatThrownBy(() -> LeafBatch.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LeafBatch batch(long first, int count) {
        List<Hash> hashes = IntStream.range(0, count)
                .mapToObj(i -> Hash.ofLeaf(new byte[] {(byte) i}))
                .toList();
        return new LeafBatch("audit.example/log1", first, hashes);
    }
}
