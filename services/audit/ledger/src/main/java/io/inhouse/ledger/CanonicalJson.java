package io.inhouse.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One spelling for every JSON value (RFC 8785), so that equal values have equal bytes and equal hashes.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link String}, {@link Number}, {@link List} and {@link Map} with string
 * keys. Integers that fit 64 bits are written exactly; beyond ±2^53 that is more than RFC 8785 asks, which knows only
 * doubles. Everything else that is a number is written as ECMAScript writes the nearest double.
 */
public final class CanonicalJson {
    private static final int MAX_DEPTH = 64;

    private CanonicalJson() {}

    /**
     * The canonical bytes, UTF-8.
     *
     * @throws IllegalArgumentException naming the place, if the value has no canonical form: NaN, an infinity, a number
     *     that no double holds, a lone surrogate, a key that is no string, nesting over 64 levels, or another Java type
     */
    public static byte[] encode(@Nullable Object value) {
        StringBuilder text = new StringBuilder(256);
        write(value, text, new Place(null, "$"), 0);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #encode} wrote and nothing else. Integers come back as {@link Long} when they fit, other numbers as
     * {@link Double}, objects as {@link Map} in key order.
     *
     * @throws IllegalArgumentException saying where, if the bytes are not JSON, repeat a key, or are not canonical
     */
    public static @Nullable Object parse(byte[] bytes) {
        Object value = new JsonText(decode(bytes), MAX_DEPTH).read();
        if (!Arrays.equals(encode(value), bytes)) {
            throw new IllegalArgumentException(
                    "valid JSON but not canonical (RFC 8785): key order, white space, escapes or a number differ");
        }
        return value;
    }

    /** As {@link #parse}, for a document that has to be an object. */
    public static Map<String, @Nullable Object> parseObject(byte[] bytes) {
        if (parse(bytes) instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // JsonText makes no other maps
            Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) map;
            return object;
        }
        throw new IllegalArgumentException("the JSON document is not an object");
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private static void write(@Nullable Object value, StringBuilder text, Place where, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(where + ": nested more than " + MAX_DEPTH + " levels deep");
        }
        switch (value) {
            case null -> text.append("null");
            case Boolean b -> text.append(b.booleanValue());
            case CharSequence s -> writeString(s, text, where);
            case Number n -> text.append(number(n, where));
            case List<?> list -> {
                text.append('[');
                for (int i = 0; i < list.size(); i++) {
                    if (i > 0) {
                        text.append(',');
                    }
                    write(list.get(i), text, new Place(where, i), depth + 1);
                }
                text.append(']');
            }
            case Map<?, ?> map -> writeMap(map, text, where, depth);
            default ->
                throw new IllegalArgumentException(
                        where + ": " + value.getClass().getSimpleName() + " is no JSON value; give text or a number");
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder text, Place where, int depth) {
        text.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> member : sorted(map, where).entrySet()) {
            text.append(separator);
            writeString(member.getKey(), text, where);
            text.append(':');
            write(member.getValue(), text, new Place(where, member.getKey()), depth + 1);
            separator = ",";
        }
        text.append('}');
    }

    /** RFC 8785 sorts by UTF-16 code units, which is how Java compares strings. */
    private static Map<String, @Nullable Object> sorted(Map<?, ?> map, Place where) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, member) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException(where + ": the key " + key + " is not a string");
            }
            sorted.put(name, member);
        });
        return sorted;
    }

    private static void writeString(CharSequence s, StringBuilder text, Place where) {
        text.append('"');
        if (isPlain(s)) {
            text.append(s).append('"');
            return;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < 0x20) {
                        text.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else if (Character.isSurrogate(c)) {
                        if (!Character.isHighSurrogate(c)
                                || i + 1 == s.length()
                                || !Character.isLowSurrogate(s.charAt(i + 1))) {
                            throw new IllegalArgumentException(
                                    where + ": holds half a surrogate pair, which is no text");
                        }
                        text.append(c).append(s.charAt(++i));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPlain(CharSequence s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String number(Number n, Place where) {
        return switch (n) {
            case Long l -> l.toString();
            case Integer i -> i.toString();
            case Short s -> s.toString();
            case Byte b -> b.toString();
            case BigInteger i when i.bitLength() < 64 -> i.toString();
            // The short decimal a person wrote, not the digits that widening to double adds.
            case Float f -> ecmaScript(Double.parseDouble(f.toString()), where);
            case Double d -> ecmaScript(d, where);
            case BigDecimal d
            when new BigDecimal(Double.toString(finite(d.doubleValue(), where))).compareTo(d) == 0 ->
                ecmaScript(d.doubleValue(), where);
            default -> throw new IllegalArgumentException(where + ": " + n + " fits neither 64 bits nor a double");
        };
    }

    private static double finite(double d, Place where) {
        if (!Double.isFinite(d)) {
            throw new IllegalArgumentException(where + ": " + d + " is no JSON number");
        }
        return d;
    }

    /** ECMA-262, Number::toString, radix 10. */
    private static String ecmaScript(double d, Place where) {
        if (finite(d, where) == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(d));
        String digits = shortest.unscaledValue().toString();
        int k = digits.length();
        int n = k - shortest.scale();
        String body;
        if (k <= n && n <= 21) {
            body = digits + "0".repeat(n - k);
        } else if (0 < n && n <= 21) {
            body = digits.substring(0, n) + "." + digits.substring(n);
        } else if (-6 < n && n <= 0) {
            body = "0." + "0".repeat(-n) + digits;
        } else {
            String exponent = (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
            body = digits.charAt(0) + (k == 1 ? "" : "." + digits.substring(1)) + exponent;
        }
        return d < 0 ? "-" + body : body;
    }

    /** {@link Double#toString} yields the shortest digits, but never fewer than two (4.9E-324 where 5e-324 will do). */
    private static BigDecimal shortest(double positive) {
        BigDecimal digits = new BigDecimal(Double.toString(positive)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == positive) {
                return one.stripTrailingZeros();
            }
        }
        return digits;
    }

    /** Where in a document something is; becomes text only when something is wrong there. */
    private record Place(@Nullable Place parent, Object step) {
        @Override
        public String toString() {
            return parent == null
                    ? step.toString()
                    : parent + (step instanceof Integer ? "[" + step + "]" : "." + step);
        }
    }
}
