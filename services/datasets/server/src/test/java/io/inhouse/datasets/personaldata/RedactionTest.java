package io.inhouse.datasets.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.encryption.KeyedPseudonyms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String TEXT = "Marta Lindqvist, marta@example.com, card 4111 1111 1111 1111.";
    private final PersonalDataScanner scanner = new PersonalDataScanner(List.of("DE"), List.of("Marta Lindqvist"), 1);

    private String redacted(String text, Redaction redaction) {
        return redaction.apply(text, scanner.scan(text));
    }

    private static Redaction with(Map<PersonalDataType, PersonalDataAction> actions, int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new Redaction(actions, new KeyedPseudonyms(bytes));
    }

    @Test
    void masksWhatNobodyDecidedAbout() {
        assertThat(redacted(TEXT, with(Map.of(), 1))).isEqualTo("[NAME], [EMAIL], card [PAYMENT_CARD].");
    }

    @Test
    void keepsWhatShallStay() {
        Redaction keepNames = with(Map.of(PersonalDataType.NAME, PersonalDataAction.KEEP), 1);

        assertThat(redacted(TEXT, keepNames)).isEqualTo("Marta Lindqvist, [EMAIL], card [PAYMENT_CARD].");
    }

    @Test
    void theSameValueHasTheSamePseudonymHoweverItIsWritten() {
        Redaction pseudonyms = with(
                Map.of(
                        PersonalDataType.PAYMENT_CARD, PersonalDataAction.PSEUDONYM,
                        PersonalDataType.EMAIL, PersonalDataAction.PSEUDONYM),
                1);

        String first = redacted("card 4111 1111 1111 1111 of a@example.com", pseudonyms);
        String second = redacted("card 4111111111111111 of A@Example.com", pseudonyms);

        assertThat(first).isEqualTo(second).matches("card \\[PAYMENT_CARD-[A-Z2-7]{10}] of \\[EMAIL-[A-Z2-7]{10}]");
    }

    @Test
    void anotherProjectHasOtherPseudonyms() {
        Map<PersonalDataType, PersonalDataAction> actions =
                Map.of(PersonalDataType.EMAIL, PersonalDataAction.PSEUDONYM);

        assertThat(redacted("a@example.com", with(actions, 1)))
                .isNotEqualTo(redacted("a@example.com", with(actions, 2)));
    }

    @Test
    void theReplacementIsNoPersonalDataItself() {
        assertThat(scanner.scan(redacted(TEXT, with(Map.of(), 1)))).isEmpty();
    }
}
