package io.inhouse.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the leaves that nearly all leaves are: plain ASCII without escapes. It knows only what is certainly right; whatever
 * else it leaves to {@link CanonicalJson}, which decides and says what is wrong. So it is as strict, only faster.
 */
final class LeafReader {
    private static final int MAX_DIGITS = 18;

    private final String text;
    private int at;

    private LeafReader(String text) {
        this.text = text;
    }

    /**
     * The leaf, or null if these bytes have to be read the long way.
     *
     * @throws IllegalArgumentException as {@link Leaf}'s constructor: a member is not as the format says
     */
    static @Nullable Leaf read(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0x20 || b == '\\' || b == 0x7f) {
                return null;
            }
        }
        return new LeafReader(new String(bytes, StandardCharsets.ISO_8859_1)).leaf();
    }

    private @Nullable Leaf leaf() {
        String actorKind = member("{\"actor_kind\":\"");
        String actor = member(",\"actor_p\":\"");
        String ciphertext = member(",\"ct_sha256\":\"");
        String id = member(",\"id\":\"");
        List<ObjectReference> objects = objects();
        String outcome = member(",\"outcome\":\"");
        String project = member(",\"project\":\"");
        String commitment = member(",\"pt_commit\":\"");
        String purpose = member(",\"purpose\":\"");
        long seq = skip(",\"seq\":") ? number() : -1;
        String stream = member(",\"stream\":\"");
        String subject = member(",\"subject_p\":\"");
        String time = member(",\"ts\":\"");
        String type = member(",\"type\":\"");
        Instant ts = time == null ? null : time(time);
        if (!skip(",\"v\":1}")
                || at != text.length()
                || actorKind == null
                || actor == null
                || ciphertext == null
                || id == null
                || objects == null
                || outcome == null
                || commitment == null
                || seq < 0
                || stream == null
                || ts == null
                || type == null) {
            return null;
        }
        return new Leaf(
                stream,
                seq,
                id,
                ts,
                type,
                Outcome.of(outcome),
                ActorKind.of(actorKind),
                actor,
                subject,
                project,
                purpose,
                objects,
                ciphertext,
                commitment);
    }

    private @Nullable List<ObjectReference> objects() {
        if (!skip(",\"objects\":[")) {
            return null;
        }
        List<ObjectReference> objects = new ArrayList<>(2);
        if (skip("]")) {
            return objects;
        }
        do {
            if (!skip("{")) {
                return null;
            }
            String digest = member("\"digest\":\"");
            String id = member(digest == null ? "\"id\":\"" : ",\"id\":\"");
            String kind = member(",\"kind\":\"");
            if (id == null || kind == null || !skip("}")) {
                return null;
            }
            objects.add(new ObjectReference(kind, id, digest));
        } while (skip(","));
        return skip("]") ? objects : null;
    }

    /** The text up to the next quotation mark, or null if {@code before} does not stand here. */
    private @Nullable String member(String before) {
        if (!skip(before)) {
            return null;
        }
        int end = text.indexOf('"', at);
        if (end < 0) {
            return null;
        }
        String value = text.substring(at, end);
        at = end + 1;
        return value;
    }

    private long number() {
        int from = at;
        long number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < MAX_DIGITS) {
            number = number * 10 + (text.charAt(at) - '0');
            at++;
        }
        boolean canonical = at > from && (at - from == 1 || text.charAt(from) != '0');
        return canonical ? number : -1;
    }

    private boolean skip(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** {@code 2026-11-22T12:00:00.123Z}, or null. */
    private static @Nullable Instant time(String ts) {
        if (ts.length() != 24
                || ts.charAt(4) != '-'
                || ts.charAt(7) != '-'
                || ts.charAt(10) != 'T'
                || ts.charAt(13) != ':'
                || ts.charAt(16) != ':'
                || ts.charAt(19) != '.'
                || ts.charAt(23) != 'Z') {
            return null;
        }
        int year = digits(ts, 0, 4);
        int month = digits(ts, 5, 7);
        int day = digits(ts, 8, 10);
        int hour = digits(ts, 11, 13);
        int minute = digits(ts, 14, 16);
        int second = digits(ts, 17, 19);
        int millisecond = digits(ts, 20, 23);
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || millisecond < 0
                || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
            return null;
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, millisecond * 1_000_000)
                .toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
