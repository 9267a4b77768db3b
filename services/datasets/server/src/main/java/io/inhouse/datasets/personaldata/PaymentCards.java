package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Payment card numbers: an issuer's range and length (ISO/IEC 7812) and Luhn's check digit. One random number in ten
 * passes Luhn, so an unbroken run of digits also needs a word that speaks of cards, or none that speaks of orders.
 */
final class PaymentCards implements Recogniser {
    private static final Words CARD = Words.of(
            "card* visa mastercard maestro amex express rupay discover diners jcb unionpay cc ccnum cvv cvc debit credit",
            "*kreditkart* *bankkart* *debitkart* *girokart* karte kartennummer carte* tarjeta* carta cartão creditcard* kaart* kart* karty karta",
            "कार्ड கார்டு カード 信用卡 банковск* карт*");

    private static final Set<String> USUAL_SHAPES =
            Set.of("4-4-4-4", "4-6-5", "4-6-4", "4-4-4-4-3", "4-4-4-4-2", "6-13", "4-3-3-3");

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        for (NumberRun run : text.numbers()) {
            for (int first = 0; first < run.size(); first++) {
                int digits = 0;
                for (int last = first; last < run.size() && digits < 19; last++) {
                    digits += run.length(last);
                    if (digits >= 12 && digits <= 19) {
                        judge(text, run, first, last, hits);
                    }
                }
            }
        }
    }

    private static void judge(FoldedText text, NumberRun run, int first, int last, List<Hit> hits) {
        String number = run.digits(first, last);
        String issuer = issuer(number);
        if (issuer == null || !CheckDigits.luhn(number)) {
            return;
        }
        int start = run.start(first);
        int end = run.end(last);
        boolean unbroken = first == last;
        String shape = run.shape(first, last);
        double score;
        String why;
        Context context = Context.of(text, start, end, CARD);
        if (context == Context.FOR) {
            score = 0.95;
            why = "a word about cards is near";
        } else if (!unbroken && USUAL_SHAPES.contains(shape)) {
            score = 0.9;
            why = "written as " + shape;
        } else if (unbroken
                && context == Context.NONE
                && !issuer.equals("Maestro")
                && !Context.gluedBefore(text, start)
                && !Context.gluedAfter(text, end)) {
            score = 0.7;
            why = "no word nearby speaks against it";
        } else {
            return;
        }
        hits.add(
                new Hit(PersonalDataType.PAYMENT_CARD, start, end, score, issuer + " range, Luhn digit right, " + why));
    }

    /** The issuer whose ranges and lengths the number fits, or null. */
    private static @Nullable String issuer(String number) {
        int length = number.length();
        int two = Integer.parseInt(number.substring(0, 2));
        int three = Integer.parseInt(number.substring(0, 3));
        int four = Integer.parseInt(number.substring(0, 4));
        if (two >= 40 && two <= 49 && (length == 13 || length == 16 || length == 19)) {
            return "Visa";
        }
        if (((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) && length == 16) {
            return "Mastercard";
        }
        if ((two == 34 || two == 37) && length == 15) {
            return "American Express";
        }
        if (((three >= 300 && three <= 305) || three == 309 || two == 36 || two == 38 || two == 39)
                && length >= 14
                && length <= 19) {
            return "Diners Club";
        }
        if ((four == 6011 || (three >= 644 && three <= 649) || two == 65) && length >= 16) {
            return "Discover or RuPay";
        }
        if (four >= 3528 && four <= 3589 && length >= 16) {
            return "JCB";
        }
        if ((two == 62 || two == 81 || two == 82) && length >= 16) {
            return "UnionPay or RuPay";
        }
        if ((three == 508 || two == 60) && length == 16) {
            return "RuPay";
        }
        if ((two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67 || two == 68 || two == 69)
                && length >= 12) {
            return "Maestro";
        }
        return null;
    }
}
