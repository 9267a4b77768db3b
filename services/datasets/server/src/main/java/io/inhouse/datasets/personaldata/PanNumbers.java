package io.inhouse.datasets.personaldata;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.inhouse.datasets.client.PersonalDataType;
import java.util.List;

/** India's permanent account numbers: five letters, the fourth a kind of holder, four digits (not 0000), one letter. */
final class PanNumbers implements Recogniser {
    private static final Pattern PATTERN = Pattern.compile("(?i)[A-Z]{3}[ABCFGHJKLPT][A-Z][0-9]{4}[A-Z]");
    private static final Words PAN = Words.of("pan pancard permanent income tax taxpayer पैन பான்");

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        Matcher matcher = PATTERN.matcher(text.folded());
        int from = 0;
        while (matcher.find(from)) {
            int start = matcher.start();
            int end = matcher.end();
            from = start + 1;
            String number = text.folded().substring(start, end);
            if (number.startsWith("0000", 5) || isPart(text.at(start - 1)) || isPart(text.at(end))) {
                continue;
            }
            Context context = Context.of(text, start, end, PAN);
            boolean upperCase = number.chars().noneMatch(c -> c >= 'a' && c <= 'z');
            if (context == Context.FOR) {
                hits.add(new Hit(PersonalDataType.PAN, start, end, 0.95, "pattern fits, a word about tax is near"));
            } else if (context == Context.NONE && upperCase && !Context.gluedBefore(text, start)) {
                hits.add(new Hit(PersonalDataType.PAN, start, end, 0.7, "pattern fits, in capitals"));
            }
        }
    }

    private static boolean isPart(char c) {
        return FoldedText.isWordPart(c) || FoldedText.isDigit(c) || c == '_';
    }
}
