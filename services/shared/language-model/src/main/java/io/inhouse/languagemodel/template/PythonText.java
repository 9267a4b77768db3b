package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

/** Values as Python writes them: {@code str}, {@code repr} and {@code json.dumps}. */
final class PythonText {
    private PythonText() {}

    static String str(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined u -> "";
            default -> repr(value);
        };
    }

    static String repr(Object value) {
        return switch (value) {
            case None n -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> number(d);
            case String text -> quoted(text);
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(item -> parts.add(repr(Objects.requireNonNull(item))));
                String joined = String.join(", ", parts);
                yield !(list instanceof Tuple)
                        ? "[" + joined + "]"
                        : parts.size() == 1 ? "(" + joined + ",)" : "(" + joined + ")";
            }
            case Map<?, ?> map -> {
                List<String> parts = new ArrayList<>();
                map.forEach(
                        (k, v) -> parts.add(repr(Objects.requireNonNull(k)) + ": " + repr(Objects.requireNonNull(v))));
                yield "{" + String.join(", ", parts) + "}";
            }
            case Undefined u -> "Undefined";
            case Number n -> n.toString();
            default -> throw new ValueError(Values.type(value) + " cannot be written as text");
        };
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    /** Python's shortest form that reads back as the same number: exponents from 1e16 on and below 1e-4. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        java.math.BigDecimal exact = new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.abs().toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+")
                + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }

    /**
     * {@code json.dumps} with {@code ensure_ascii=False}, as transformers' {@code tojson} calls it.
     *
     * @param indent spaces a level; below 0 for one line
     */
    static String json(Object value, int indent, String itemSeparator, String keySeparator, boolean sortKeys) {
        StringBuilder out = new StringBuilder();
        new Json(out, indent, itemSeparator, keySeparator, sortKeys).write(value, 0);
        return out.toString();
    }

    private record Json(StringBuilder out, int indent, String itemSeparator, String keySeparator, boolean sortKeys) {
        void write(Object value, int level) {
            switch (value) {
                case None n -> out.append("null");
                case Boolean b -> out.append(b);
                case String text -> string(text);
                case Double d ->
                    out.append(
                            Double.isNaN(d)
                                    ? "NaN"
                                    : Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : number(d));
                case Number n -> out.append(n);
                case List<?> list -> {
                    out.append('[');
                    boolean first = true;
                    for (Object item : list) {
                        begin(first, level + 1);
                        write(item, level + 1);
                        first = false;
                    }
                    end(first, level, ']');
                }
                case Map<?, ?> map -> map(map, level);
                default -> throw new ValueError(Values.type(value) + " cannot be written as JSON");
            }
        }

        private void map(Map<?, ?> map, int level) {
            out.append('{');
            boolean first = true;
            List<Object> keys = new ArrayList<>(map.keySet());
            if (sortKeys) {
                keys.sort(Values::compare);
            }
            for (Object key : keys) {
                begin(first, level + 1);
                string(key instanceof String text ? text : json(key, -1, ", ", ": ", false));
                out.append(keySeparator);
                write(Objects.requireNonNull(map.get(key)), level + 1);
                first = false;
            }
            end(first, level, '}');
        }

        private void begin(boolean first, int level) {
            if (!first) {
                out.append(itemSeparator);
            }
            newLine(level);
        }

        private void end(boolean empty, int level, char bracket) {
            if (!empty) {
                newLine(level);
            }
            out.append(bracket);
        }

        private void newLine(int level) {
            if (indent >= 0) {
                out.append('\n').append(" ".repeat(indent * level));
            }
        }

        private void string(String text) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"' -> out.append("\\\"");
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    case '\b' -> out.append("\\b");
                    case '\f' -> out.append("\\f");
                    default -> {
                        if (c < 0x20) {
                            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                        } else {
                            out.append(c);
                        }
                    }
                }
            }
            out.append('"');
        }
    }

    /** Python's idea of white space, which unlike Java's includes the no-break spaces. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || c == 0x85 || c == 0xa0 || c == 0x2007 || c == 0x202f;
    }

    /** Removes matching characters at the ends. */
    static String strip(String text, IntPredicate drop, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && drop.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && drop.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }
}
