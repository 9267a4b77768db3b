package io.inhouse.datasets.personaldata;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.re2j.Pattern;
import io.inhouse.datasets.client.PersonalDataType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Telephone numbers that exist in a numbering plan (libphonenumber). With a country code they count as they are; without
 * one they must be dialled that way in one of the regions, and look or be called like a telephone number: many
 * countries' plans take almost any run of ten digits.
 */
final class PhoneNumbers implements Recogniser {
    private static final int FEWEST_DIGITS = 7;
    private static final String NO_REGION = "ZZ";
    private static final Words PHONE = Words.of(
            "phone* telephone* tel mobile* cell* call* ring dial text texting sms whatsapp signal contact reach fax landline hotline",
            "*telefon* *handy* *mobil* *rufnummer* anruf* rückruf* ruf rufen erreich* durchwahl téléphon* portable appel* joindre teléfon* móvil llam* celular",
            "telefon* cellulare chiam* telef* ligar bel bellen zadzwoń dzwoni*",
            "फ़ोन फोन मोबाइल कॉल நம்பர் போன் 電話 电话 телефон* звон*");

    private static final Pattern DIALLED =
            Pattern.compile("(?:0\\d{1,5}|\\(\\d{2,6}\\))[ ./)-]{1,3}\\d[\\d ./-]{4,14}\\d");

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final List<String> regions;

    /** @param regions ISO 3166 codes whose national numbers are recognised */
    PhoneNumbers(List<String> regions) {
        Set<String> unknown = new HashSet<>(regions);
        unknown.removeAll(library.getSupportedRegions());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no numbering plan is known for these regions: " + unknown);
        }
        this.regions = List.copyOf(regions);
    }

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        if (!hasEnoughDigits(text)) {
            return;
        }
        boolean international = text.folded().indexOf('+') >= 0;
        if (international) {
            find(text, NO_REGION, hits);
        }
        for (String region : regions) {
            find(text, region, hits);
        }
    }

    private void find(FoldedText text, String region, List<Hit> hits) {
        int most = 100 + text.length() / 10;
        for (PhoneNumberMatch match : library.findNumbers(text.folded(), region, Leniency.VALID, most)) {
            int start = match.start();
            int end = match.end();
            String written = match.rawString();
            if (written.startsWith("+") || written.startsWith("00")) {
                if (!FoldedText.isDigit(text.at(start - 1))) {
                    hits.add(new Hit(PersonalDataType.PHONE, start, end, 0.9, "valid number with country code"));
                }
                continue;
            }
            if (region.equals(NO_REGION)
                    || Context.gluedBefore(text, start)
                    || Context.gluedAfter(text, end)
                    || digitsBeside(text, start, end)) {
                continue;
            }
            Context context = Context.of(text, start, end, PHONE);
            if (context == Context.FOR) {
                hits.add(new Hit(
                        PersonalDataType.PHONE,
                        start,
                        end,
                        0.85,
                        "valid in " + region + ", a word about calling is near"));
            } else if (context == Context.NONE && looksDialled(written)) {
                hits.add(new Hit(
                        PersonalDataType.PHONE,
                        start,
                        end,
                        0.65,
                        "valid in " + region + ", written with trunk prefix"));
            }
        }
    }

    /**
     * Starts as in national dialling and is parted into groups, for example {@code 030 23125-417} or {@code (415) 555-2671}.
     * Ranges and lists of decimals such as {@code 0.89-8.44} look much the same, but their first group is a lone digit.
     */
    private static boolean looksDialled(String written) {
        return DIALLED.matcher(written).matches();
    }

    private static boolean digitsBeside(FoldedText text, int start, int end) {
        return (text.at(start - 1) == ' ' && FoldedText.isDigit(text.at(start - 2)))
                || (text.at(end) == ' ' && FoldedText.isDigit(text.at(end + 1)));
    }

    /** Spares most texts the library's search, which costs far more than everything else here. */
    private static boolean hasEnoughDigits(FoldedText text) {
        int digits = 0;
        int since = 0;
        for (int i = 0; i < text.length(); i++) {
            if (FoldedText.isDigit(text.at(i))) {
                digits++;
                since = 0;
                if (digits >= FEWEST_DIGITS) {
                    return true;
                }
            } else if (++since > 4) {
                digits = 0;
            }
        }
        return false;
    }
}
