package io.inhouse.datasets.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"})
    void luhnCatchesEveryWrongDigit(String number) {
        assertThat(CheckDigits.luhn(number)).isTrue();
        assertEveryOtherDigitFails(number, CheckDigits::luhn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"234123412346", "999941057058", "999990501894"})
    void verhoeffCatchesEveryWrongDigitAndEverySwap(String number) {
        assertThat(CheckDigits.verhoeff(number)).isTrue();
        assertEveryOtherDigitFails(number, CheckDigits::verhoeff);
        for (int i = 1; i < number.length(); i++) {
            StringBuilder swapped = new StringBuilder(number);
            swapped.setCharAt(i, number.charAt(i - 1));
            swapped.setCharAt(i - 1, number.charAt(i));
            if (!swapped.toString().equals(number)) {
                assertThat(CheckDigits.verhoeff(swapped.toString())).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"})
    void mod97CatchesEveryWrongDigit(String iban) {
        assertThat(CheckDigits.iban(iban)).isTrue();
        assertEveryOtherDigitFails(iban, CheckDigits::iban);
    }

    private static void assertEveryOtherDigitFails(String number, java.util.function.Predicate<String> check) {
        for (int i = 0; i < number.length(); i++) {
            if (!Character.isDigit(number.charAt(i))) {
                continue;
            }
            for (char digit = '0'; digit <= '9'; digit++) {
                if (digit != number.charAt(i)) {
                    String wrong = number.substring(0, i) + digit + number.substring(i + 1);
                    assertThat(check.test(wrong)).as(wrong).isFalse();
                }
            }
        }
    }
}
