package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;
import java.util.List;

/**
 * India's resident numbers: twelve digits, the first at least 2, no palindrome, a Verhoeff check digit. One random number
 * in twelve passes, so it must be written in fours, or a word nearby must name it.
 */
final class AadhaarNumbers implements Recogniser {
    private static final Words AADHAAR =
            Words.of("aadhaar* aadhar* adhaar* adhar* uidai uid", "आधार ஆதார் ఆధార్ ಆಧಾರ್ ആധാർ আধার આધાર ਆਧਾਰ ଆଧାର");

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        for (NumberRun run : text.numbers()) {
            for (int i = 0; i < run.size(); i++) {
                if (run.length(i) == 12) {
                    judge(text, run, i, i, hits);
                } else if (run.length(i) == 4
                        && run.length(i + 1) == 4
                        && run.length(i + 2) == 4
                        && run.length(i - 1) != 4
                        && run.length(i + 3) != 4) {
                    judge(text, run, i, i + 2, hits);
                }
            }
        }
    }

    private static void judge(FoldedText text, NumberRun run, int first, int last, List<Hit> hits) {
        String number = run.digits(first, last);
        if (number.charAt(0) < '2'
                || !CheckDigits.verhoeff(number)
                || number.contentEquals(new StringBuilder(number).reverse())) {
            return;
        }
        int start = run.start(first);
        int end = run.end(last);
        Context context = Context.of(text, start, end, AADHAAR);
        boolean inFours = first != last;
        if (context == Context.FOR) {
            hits.add(new Hit(
                    PersonalDataType.AADHAAR, start, end, 0.97, "Verhoeff digit right, a word about Aadhaar is near"));
        } else if (inFours && context == Context.NONE && !Context.gluedBefore(text, start)) {
            hits.add(new Hit(PersonalDataType.AADHAAR, start, end, 0.8, "Verhoeff digit right, written as 4-4-4"));
        }
    }
}
