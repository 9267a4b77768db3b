package io.inhouse.datasets.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRowsTest {
    @Test
    void paragraphsAreJoinedAsLongAsTheyFit() {
        assertThat(TextRows.split("One.\n\nTwo.\r\n \r\nA third one.\n\n\n", 14))
                .containsExactly("One.\n\nTwo.", "A third one.");
    }

    @Test
    void oneEndOfALineIsNoEndOfAParagraph() {
        assertThat(TextRows.split("a\r\nb", 100)).containsExactly("a\r\nb");
        assertThat(TextRows.split("a\r\n\r\nb\nc", 100)).containsExactly("a\n\nb\nc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " \n", "\n\t"})
    void thousandsOfBlankLinesAreOneEndOfAParagraph(String blank) {
        assertThat(TextRows.split("a" + blank.repeat(100_000) + "b", 100)).containsExactly("a\n\nb");
    }

    @Test
    void aLongParagraphIsCutAfterASentenceOrAWord() {
        assertThat(TextRows.split("It rains. It will rain on.", 16)).containsExactly("It rains.", "It will rain on.");
        assertThat(TextRows.split("seven words without any stop at all", 16))
                .allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(16))
                .satisfies(rows -> assertThat(String.join(" ", rows)).isEqualTo("seven words without any stop at all"));
    }

    @Test
    void aCharacterIsNeverHalved() {
        assertThat(TextRows.split("\ud83d\ude00".repeat(5), 3))
                .allSatisfy(row -> assertThat(row).isEqualTo("\ud83d\ude00"));
    }

    @Test
    void nothingButSpaceIsNoRow() {
        assertThat(new TextRows(" \n\n \n", 100).next()).isNull();
    }
}
