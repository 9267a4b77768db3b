package io.inhouse.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChatLoadReportTest {
    @Test
    void percentilesAreValuesThatOccurred() {
        assertThat(ChatLoadReport.millis(LongStream.rangeClosed(1, 200).map(n -> n * 1_000_000), 50))
                .isEqualTo(100);
        assertThat(ChatLoadReport.millis(LongStream.rangeClosed(1, 200).map(n -> n * 1_000_000), 95))
                .isEqualTo(190);
        assertThat(ChatLoadReport.millis(LongStream.of(7_000_000), 95)).isEqualTo(7);
        assertThat(ChatLoadReport.millis(LongStream.empty(), 50)).isZero();
    }
}
