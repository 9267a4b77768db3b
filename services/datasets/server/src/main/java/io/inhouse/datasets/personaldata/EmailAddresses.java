package io.inhouse.datasets.personaldata;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.inhouse.datasets.client.PersonalDataType;
import java.util.List;

/** E-mail addresses, also with letters of other scripts (RFC 6531); no check whether the domain exists. */
final class EmailAddresses implements Recogniser {
    private static final Pattern PATTERN = Pattern.compile(
            "[\\p{L}\\p{N}_%+-](?:[\\p{L}\\p{M}\\p{N}._%+'-]{0,62}[\\p{L}\\p{M}\\p{N}_%+-])?@"
                    + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.){1,8}\\p{L}[\\p{L}\\p{M}]{1,23}");

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        if (text.folded().indexOf('@') < 0) {
            return;
        }
        Matcher matcher = PATTERN.matcher(text.folded());
        while (matcher.find()) {
            hits.add(new Hit(
                    PersonalDataType.EMAIL,
                    matcher.start(),
                    matcher.end(),
                    0.98,
                    "name, @ and domain are well formed"));
        }
    }
}
