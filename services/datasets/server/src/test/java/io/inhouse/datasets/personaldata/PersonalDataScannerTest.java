package io.inhouse.datasets.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataScannerTest {
    private final PersonalDataScanner scanner = new PersonalDataScanner(
            List.of("DE", "GB", "IN", "US"),
            List.of("Marta Lindqvist", "Patrick O'Dunnery", "प्रिया शर्मा", "王小明", "José Müller", "Rose"),
            7);

    /** {@code TYPE:value} of every hit, in order. */
    private List<String> found(String text) {
        return scanner.scan(text).stream()
                .map(hit -> hit.type() + ":" + text.substring(hit.start(), hit.end()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAYMENT_CARD|4111111111111111|Please charge 4111111111111111 today.",
                "PAYMENT_CARD|5555555555554444|My credit card is 5555555555554444.",
                "PAYMENT_CARD|378282246310005|amex 378282246310005",
                "PAYMENT_CARD|3782 822463 10005|paid with 3782 822463 10005, thanks",
                "PAYMENT_CARD|4111-1111-1111-1111|it is 4111-1111-1111-1111 exp 12/27",
                "PAYMENT_CARD|4111 1111 1111 1111|Order it with 4111 1111 1111 1111 12 2027",
                "PAYMENT_CARD|4111111111111111|Meine Kreditkartennummer: 4111111111111111",
                "PAYMENT_CARD|४१११ ११११ ११११ ११११|मेरा कार्ड ४१११ ११११ ११११ ११११ है",
                "IBAN|DE89370400440532013000|IBAN DE89370400440532013000",
                "IBAN|DE89 3704 0044 0532 0130 00|Überweisung an DE89 3704 0044 0532 0130 00 bitte",
                "IBAN|GB82WEST12345698765432|to GB82WEST12345698765432.",
                "IBAN|FR1420041010050500013M02606|virement FR1420041010050500013M02606",
                "IBAN|de89 3704 0044 0532 0130 00|auf de89 3704 0044 0532 0130 00 und gut",
                "AADHAAR|2341 2341 2346|note my id 2341 2341 2346 please",
                "AADHAAR|234123412346|Aadhaar number is 234123412346",
                "AADHAAR|२३४१ २३४१ २३४६|मेरा आधार २३४१ २३४१ २३४६ है",
                "PAN|ACUPA7085R|My PAN is ACUPA7085R.",
                "PAN|acupa7085r|pan card acupa7085r",
                "EMAIL|anna.berg+x@mail.example.com|write to anna.berg+x@mail.example.com.",
                "EMAIL|用户@例子.公司|邮箱 用户@例子.公司 谢谢",
                "PHONE|+49 30 23125 417|call +49 30 23125 417 today",
                "PHONE|+91 98765 43210|WhatsApp +91 98765 43210",
                "PHONE|030 23125417|erreichbar unter 030 23125417",
                "PHONE|9876543210|mobile: 9876543210",
                "PHONE|(415) 555-2671|it's (415) 555-2671 after six",
                "PHONE|(030) 231 25 417|it is (030) 231 25 417 here",
                "PHONE|07911 123456|it is 07911 123456 here",
                "PHONE|0049 30 23125417|0049 30 23125417",
            })
    void findsWhatIsPersonal(String type, String value, String text) {
        assertThat(found(text)).containsExactly(type + ":" + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My credit card is 4111111111111112.",
                "Kontonummer DE88370400440532013000",
                "Aadhaar 234123412347",
                "Aadhaar 222222222222",
                "My PAN is ABCDE1234F.",
                "My PAN is ACUPA0000R.",
                "Your order 4111111111111111 has been shipped.",
                "Order no. 4012888888881881, invoice 5105105105105100",
                "Bestellnummer 4111111111111111",
                "numéro de commande 4111111111111111",
                "tracking 378282246310005",
                "ticket #4111111111111111",
                "ORD-4111111111111111",
                "The id is a4111111111111111b",
                "234123412346",
                "Reference 2341 2341 2346",
                "SKU ACUPA7085R",
                "invoice number 9876543210",
                "9876543210",
                "from 2019-11-22 to 2020-01-31, 12.03.2024 10:15",
                "It costs 1,234,567.89 euros or 1 234 567 rupees.",
                "ISBN 978-3-16-148410-0",
                "192.168.100.200 and 10.0.0.1:8080",
                "user@localhost and @handle",
                "2341 2341 2346 2341",
                "4111 1111",
                "95 % CI 0.89-8.44; P = .23",
                "(AUC, 0.967/0.947/0.925, P>0.05)",
                "median age 36 years (16-88); duration 36 (12-60) months",
                "$0.30 / $0.05 = <<0.30/0.05=6>>6 nickels",
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(found(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Marta Lindqvist|I am Marta Lindqvist, hello",
                "MARTA LINDQVIST|I am MARTA LINDQVIST",
                "Lindqvist, Marta|Lindqvist, Marta (customer)",
                "Marta Lindqvist|Marta Lindqvist's card",
                "Marta Lindqvists|Marta Lindqvists Konto",
                "Patrick O’Dunnery|this is Patrick O’Dunnery",
                "प्रिया शर्मा|मैं प्रिया शर्मा हूँ",
                "王小明|我叫王小明，你好",
                "Jose Muller|Jose Muller here",
                "Rose|ask Rose please",
            })
    void findsNamesOfTheList(String name, String text) {
        assertThat(found(text)).containsExactly("NAME:" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a rose is a rose",
                "Marta went home. Lindqvist too",
                "Lindqvist Marta",
                "Martas Lind",
                "marta; lindqvist"
            })
    void leavesWordsThatAreNoNames(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void givesOneHitWhereRecognisersOverlap() {
        // Given an address that holds a listed name, and an IBAN whose groups look like other numbers
        String text = "marta.lindqvist@example.com DE89 3704 0044 0532 0130 00 +49 171 3920044";

        List<Hit> hits = scanner.scan(text);

        assertThat(hits).extracting(hit -> hit.type().name()).containsExactly("EMAIL", "IBAN", "PHONE");
        for (int i = 1; i < hits.size(); i++) {
            assertThat(hits.get(i).start())
                    .isGreaterThanOrEqualTo(hits.get(i - 1).end());
        }
    }

    @Test
    void findsNumbersThatZeroWidthCharactersHide() {
        assertThat(found("card 4111\u200b1111\u200b1111\u200b1111")).hasSize(1);
    }

    @Test
    void namesWhatItLookedWith() {
        assertThat(scanner.version()).isEqualTo("inhouse-rules-1; phone DE,GB,IN,US; names revision 7 (6)");
    }

    @Test
    void refusesAnUnknownPhoneRegion() {
        assertThatThrownBy(() -> new PersonalDataScanner(List.of("DE", "QQ"), List.of(), 0))
                .hasMessageContaining("QQ");
    }

    @Test
    void staysFastOnHostileText() {
        // Given texts that make careless patterns take quadratic time or worse
        List<String> hostile = List.of(
                "1 ".repeat(50_000),
                "a@".repeat(50_000),
                "DE89".repeat(25_000),
                "4".repeat(100_000),
                "+".repeat(100_000),
                "a.".repeat(50_000) + "@",
                "Marta ".repeat(20_000),
                "0 1-2".repeat(20_000));

        // Then each is done at all; a pattern that explodes would not come back
        for (String text : hostile) {
            assertThat(scanner.scan(text)).isNotNull();
        }
    }
}
