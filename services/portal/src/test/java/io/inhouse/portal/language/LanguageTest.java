package io.inhouse.portal.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de                                 | de
            de-AT,de;q=0.9,en;q=0.8            | de-AT
            en-US,en;q=0.9                     | en-US
            en                                 | en-GB
            fr-FR,fr;q=0.9,de;q=0.5,en;q=0.3   | de
            en;q=0.3,de;q=0.9                  | de
            de;q=0,en                          | en-GB
            fr                                 | en-GB
            *                                  | en-GB
            not a language!!;;q=x              | en-GB
            """)
    void theFirstLanguageThatThereAreTextsForIsTaken(String header, String expected) {
        assertThat(Language.of(header)).isEqualTo(Locale.forLanguageTag(expected));
    }

    @Test
    void whoAsksForNothingGetsEnglish() {
        assertThat(Language.of(null)).isEqualTo(Locale.UK);
    }
}
