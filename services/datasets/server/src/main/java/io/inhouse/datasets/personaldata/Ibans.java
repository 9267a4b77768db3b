package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** International bank account numbers (ISO 13616): length of the country, mod 97; single blanks or hyphens may part it. */
final class Ibans implements Recogniser {
    /** Lengths from the SWIFT IBAN registry. */
    private static final Map<String, Integer> LENGTHS = lengths(
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
                    + "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
                    + "LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 "
                    + "QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        for (int i = 0; i + 15 <= text.length(); i++) {
            if (isLetter(text.at(i))
                    && isLetter(text.at(i + 1))
                    && FoldedText.isDigit(text.at(i + 2))
                    && FoldedText.isDigit(text.at(i + 3))
                    && !isPart(text.at(i - 1))) {
                judge(text, i, hits);
            }
        }
    }

    private static void judge(FoldedText text, int start, List<Hit> hits) {
        String country = text.folded().substring(start, start + 2).toUpperCase(Locale.ROOT);
        Integer length = LENGTHS.get(country);
        if (length == null) {
            return;
        }
        StringBuilder iban = new StringBuilder(length);
        int i = start;
        while (iban.length() < length) {
            char c = text.at(i);
            if (isPart(c)) {
                iban.append(c);
            } else if ((c != ' ' && c != '-') || !isPart(text.at(i + 1)) || i >= text.length()) {
                return;
            }
            i++;
        }
        if (isPart(text.at(i)) || !CheckDigits.iban(iban.toString().toUpperCase(Locale.ROOT))) {
            return;
        }
        hits.add(new Hit(PersonalDataType.IBAN, start, i, 0.97, country + ", " + length + " characters, mod 97 right"));
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isPart(char c) {
        return isLetter(c) || FoldedText.isDigit(c);
    }

    private static Map<String, Integer> lengths(String table) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : table.split(" ")) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
