package io.inhouse.portal.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an evaluation, side by side. A trainer may report any figure; two whose names differ only in {@code base}
 * and {@code tuned} ({@code baseExactMatch}, {@code tunedExactMatch}; or members of the same name in objects {@code base}
 * and {@code tuned}) are compared, all others are listed.
 */
public record Evaluation(List<Pair> pairs, List<Figure> others) {
    /** One figure of both models. */
    public record Pair(String name, String base, String tuned, String difference) {}

    public record Figure(String name, String value) {}

    public boolean isEmpty() {
        return pairs.isEmpty() && others.isEmpty();
    }

    /** Held-out texts were among the rows. */
    public boolean onTexts() {
        return pairs.stream().anyMatch(pair -> pair.name().equals("perplexity"));
    }

    /** No held-out row asked anything. */
    public boolean onTextsOnly() {
        return onTexts() && pairs.stream().noneMatch(pair -> pair.name().equals("exact match"));
    }

    static Evaluation of(Map<String, Object> figures) {
        Map<String, Object> flat = new TreeMap<>();
        flatten("", figures, flat);
        List<Pair> pairs = new ArrayList<>();
        List<Figure> others = new ArrayList<>();
        flat.forEach((name, value) -> {
            String rest = after("base", name);
            Object tuned = rest == null ? null : flat.get(sibling("tuned", name));
            String restOfTuned = after("tuned", name);
            if (rest != null && tuned != null) {
                pairs.add(new Pair(words(rest), text(value), text(tuned), difference(value, tuned)));
            } else if (restOfTuned == null || !flat.containsKey(sibling("base", name))) {
                others.add(new Figure(words(name), text(value)));
            }
        });
        return new Evaluation(pairs, others);
    }

    /** A recipe or another map as lines of name and value, nested names joined by dots. */
    static List<Figure> lines(Map<String, Object> map) {
        Map<String, Object> flat = new TreeMap<>();
        flatten("", map, flat);
        return flat.entrySet().stream()
                .map(entry -> new Figure(entry.getKey(), text(entry.getValue())))
                .toList();
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> flat) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, flat);
            } else if (value != null) {
                flat.put(prefix + key, value);
            }
        });
    }

    /** {@code after("base", "baseExactMatch")} is {@code ExactMatch}; null if the name says nothing about that model. */
    private static @Nullable String after(String model, String name) {
        if (name.startsWith(model + ".") || name.startsWith(model + "_")) {
            return name.substring(model.length() + 1);
        }
        boolean camel = name.length() > model.length()
                && name.startsWith(model)
                && Character.isUpperCase(name.charAt(model.length()));
        return camel ? name.substring(model.length()) : null;
    }

    private static String sibling(String model, String name) {
        String other = model.equals("tuned") ? "base" : "tuned";
        return model + name.substring(other.length());
    }

    /** {@code ExactMatch}, {@code exact_match} → {@code exact match} */
    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('_', ' ')
                .replace('.', ' ')
                .toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        return value instanceof Double || value instanceof Float
                ? trimmed(((Number) value).doubleValue())
                : String.valueOf(value);
    }

    private static String difference(Object base, Object tuned) {
        if (!(base instanceof Number from) || !(tuned instanceof Number to)) {
            return "";
        }
        double difference = to.doubleValue() - from.doubleValue();
        String text = trimmed(Math.abs(difference));
        return text.equals("0") ? "0" : (difference > 0 ? "+" : "−") + text;
    }

    /** At most four digits after the point, small numbers such as learning rates in full. */
    private static String trimmed(double number) {
        if (number != 0 && Math.abs(number) < 0.001) {
            return String.valueOf(number);
        }
        String text = String.format(Locale.ROOT, "%.4f", number);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
