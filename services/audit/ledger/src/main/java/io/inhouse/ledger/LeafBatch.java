package io.inhouse.ledger;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The leaf hashes of entries that were sequenced together, as the text of a signed note:
 * {@code <origin>/leaves}, first index, count, and one Base64 hash per line. With the list signed, a reader can name the entry
 * that was changed, where a root alone only says that some entry was.
 *
 * <p>Somebody who edits an entry may edit this list too, and its signature then fails without telling where. So there are
 * {@link #locators}: signatures over groups of the list, two for each binary digit of the position. Each group that does
 * not hold the edited entry still verifies; the groups that fail spell the position.
 */
public record LeafBatch(String origin, long first, List<Hash> hashes) {
    public static final int MAX_COUNT = 4_096;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    public LeafBatch {
        hashes = List.copyOf(hashes);
        if (origin.isBlank() || origin.contains("\n") || first < 0 || hashes.isEmpty() || hashes.size() > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "a batch has an origin, a first index and 1 to " + MAX_COUNT + " entries");
        }
    }

    /** @throws IllegalArgumentException saying what is malformed */
    public static LeafBatch parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a batch's text ends with a newline");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length < 4
                || !lines[0].endsWith("/leaves")
                || !NUMBER.matcher(lines[1]).matches()
                || !lines[2].equals(Integer.toString(lines.length - 3))) {
            throw new IllegalArgumentException(
                    "a batch reads <origin>/leaves, first index, count, and that many hashes");
        }
        List<Hash> hashes = new ArrayList<>(lines.length - 3);
        for (int i = 3; i < lines.length; i++) {
            hashes.add(Hash.parse(lines[i]));
        }
        String origin = lines[0].substring(0, lines[0].length() - "/leaves".length());
        return new LeafBatch(origin, Long.parseLong(lines[1]), hashes);
    }

    public String text() {
        StringBuilder text = new StringBuilder(origin).append("/leaves\n");
        text.append(first).append('\n').append(hashes.size()).append('\n');
        hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.toString();
    }

    /** Index of the entry after the last. */
    public long end() {
        return first + hashes.size();
    }

    /** Signatures in Base64: for digit 0, 1, … of the position, over the entries where it is 0, then where it is 1. */
    public List<String> locators(SigningKey key) {
        List<String> signatures = new ArrayList<>();
        for (int digit = 0; digit < digits(); digit++) {
            for (int value = 0; value < 2; value++) {
                signatures.add(Base64.getEncoder().encodeToString(key.signature(group(digit, value))));
            }
        }
        return signatures;
    }

    /**
     * The indexes that may have been changed since {@link #locators} were signed; for a single edit exactly that one.
     *
     * @return empty if all groups verify, so that nothing was changed; a batch of one has no groups and returns its entry
     */
    public List<Long> changed(List<String> locators, VerifierKey key) {
        if (locators.size() != 2 * digits()) {
            return everything();
        }
        boolean[][] fails = new boolean[digits()][2];
        for (int digit = 0; digit < digits(); digit++) {
            for (int value = 0; value < 2; value++) {
                byte[] signature = Hash.decodeBase64(locators.get(2 * digit + value));
                fails[digit][value] = !key.verifies(group(digit, value), signature);
            }
        }
        return everything().stream()
                .filter(index -> {
                    for (int digit = 0; digit < fails.length; digit++) {
                        if (!fails[digit][digitOf(index - first, digit)]) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    private List<Long> everything() {
        return LongStream.range(first, end()).boxed().toList();
    }

    /** Digits that tell the positions apart: none for a single entry, whose own signature names it. */
    private int digits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(hashes.size() - 1);
    }

    private static int digitOf(long position, int digit) {
        return (int) (position >> digit) & 1;
    }

    private String group(int digit, int value) {
        MessageDigest digest = Commitments.sha256();
        for (int position = 0; position < hashes.size(); position++) {
            if (digitOf(position, digit) == value) {
                digest.update(hashes.get(position).bytes());
            }
        }
        return origin + "/locator\n" + first + "\n" + hashes.size() + "\n" + digit + "\n" + value + "\n"
                + Base64.getEncoder().encodeToString(digest.digest()) + "\n";
    }
}
