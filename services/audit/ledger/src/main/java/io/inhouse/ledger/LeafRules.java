package io.inhouse.ledger;

/** What the members of a leaf look like; written out by hand because a million leaves are checked at once. */
final class LeafRules {
    private static final int UUID_LENGTH = 36;
    private static final int MAX_NAME = 63;
    private static final int HEX_SHA256 = 64;

    private LeafRules() {}

    /** {@code [a-z][a-z0-9-]{0,62}-<uuid>}. */
    static boolean isStream(String text) {
        int service = text.length() - UUID_LENGTH - 1;
        return service >= 1
                && service <= MAX_NAME
                && isName(text, service, '-', '-')
                && text.charAt(service) == '-'
                && isUuid(text, service + 1);
    }

    /** {@code evt-<uuid>}. */
    static boolean isId(String text) {
        return text.length() == 4 + UUID_LENGTH && text.startsWith("evt-") && isUuid(text, 4);
    }

    /** {@code [a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}}. */
    static boolean isType(String text) {
        int dots = 0;
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && !begins) {
                dots++;
                begins = true;
            } else if (isLower(c) || (!begins && (isDigit(c) || c == '_'))) {
                begins = false;
            } else {
                return false;
            }
        }
        return !begins && dots >= 1 && dots <= 3;
    }

    /** {@code [a-z][a-z0-9_-]{0,62}}. */
    static boolean isKind(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && isName(text, text.length(), '-', '_');
    }

    /** {@code sha256:<64 hex digits>}. */
    static boolean isDigest(String text) {
        return text.startsWith("sha256:") && isHex(text, 7, HEX_SHA256) && text.length() == 7 + HEX_SHA256;
    }

    /** 64 lower-case hex digits. */
    static boolean isSha256(String text) {
        return text.length() == HEX_SHA256 && isHex(text, 0, HEX_SHA256);
    }

    private static boolean isName(String text, int length, char more, char evenMore) {
        if (!isLower(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != more && c != evenMore) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUuid(String text, int from) {
        return isHex(text, from, 8)
                && text.charAt(from + 8) == '-'
                && isHex(text, from + 9, 4)
                && text.charAt(from + 13) == '-'
                && isHex(text, from + 14, 4)
                && text.charAt(from + 18) == '-'
                && isHex(text, from + 19, 4)
                && text.charAt(from + 23) == '-'
                && isHex(text, from + 24, 12);
    }

    private static boolean isHex(String text, int from, int length) {
        if (text.length() < from + length) {
            return false;
        }
        for (int i = from; i < from + length; i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
