package io.inhouse.languagemodel.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python's view of our values: {@link None}, {@link Undefined}, Boolean, Long, BigInteger (only passed through), Double,
 * String, List (a {@link Tuple} is one), Map, {@link Namespace}, {@link Callable}.
 */
final class Values {
    private Values() {}

    /** Copies JSON-like values from outside into ours. */
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> None.NONE;
            case String s -> s;
            case Boolean b -> b;
            case Long n -> n;
            case Integer n -> n.longValue();
            case Short n -> n.longValue();
            case Byte n -> n.longValue();
            case BigInteger n -> n.bitLength() < 64 ? (Object) n.longValue() : n;
            case Double n -> n;
            case Float n -> n.doubleValue();
            case BigDecimal n -> n.doubleValue();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(of(k), of(v)));
                yield copy;
            }
            case Iterable<?> items -> {
                List<Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(of(item)));
                yield copy;
            }
            default ->
                throw new IllegalArgumentException(
                        "not a JSON value: " + value.getClass().getSimpleName());
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean b -> b;
            case None n -> false;
            case Undefined u -> false;
            case String s -> !s.isEmpty();
            case Long n -> n != 0;
            case Double n -> n != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static boolean isUndefined(Object value) {
        return value instanceof Undefined;
    }

    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** A boolean counts as 0 or 1, as in Python. */
    static Object numeric(Object value) {
        return value instanceof Boolean b ? (Object) (b ? 1L : 0L) : value;
    }

    static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            Object x = numeric(a);
            Object y = numeric(b);
            return x instanceof Double || y instanceof Double
                    ? ((Number) x).doubleValue() == ((Number) y).doubleValue()
                    : x.equals(y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size() || (x instanceof Tuple) != (y instanceof Tuple)) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(e -> y.containsKey(e.getKey())
                                    && equal(
                                            Objects.requireNonNull(e.getValue()),
                                            Objects.requireNonNull(y.get(e.getKey()))));
        }
        if (a instanceof Undefined && b instanceof Undefined) {
            return true;
        }
        return a.equals(b);
    }

    /** Python's order; @throws ValueError if the two have none */
    static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            Object x = numeric(a);
            Object y = numeric(b);
            return x instanceof Long m && y instanceof Long n
                    ? Long.compare(m, n)
                    : Double.compare(((Number) x).doubleValue(), ((Number) y).doubleValue());
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return compare(x.get(i), y.get(i));
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        throw new ValueError("cannot compare " + type(a) + " with " + type(b));
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String text when item instanceof String part -> text.contains(part);
            case String text -> throw new ValueError("cannot look for " + type(item) + " in a string");
            case Map<?, ?> map -> map.containsKey(item);
            default -> items(container).stream().anyMatch(other -> equal(other, item));
        };
    }

    /** What a loop over the value goes through; a dictionary's keys, a string's characters. */
    static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> cast(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text -> {
                List<Object> characters = new ArrayList<>();
                text.codePoints().forEach(c -> characters.add(Character.toString(c)));
                yield characters;
            }
            case Undefined u -> List.of();
            default -> throw new ValueError(type(value) + " cannot be iterated over");
        };
    }

    static boolean isIterable(Object value) {
        return value instanceof List || value instanceof Map || value instanceof String || isUndefined(value);
    }

    static long length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined u -> 0;
            default -> throw new ValueError(type(value) + " has no length");
        };
    }

    @SuppressWarnings("unchecked") // our lists hold our values only
    static List<Object> cast(List<?> list) {
        return (List<Object>) list;
    }

    /** What messages call a value's kind; Python's names. */
    static String type(Object value) {
        return switch (value) {
            case Undefined u -> "'" + u.name() + "', which is undefined,";
            case None n -> "none";
            case Boolean b -> "a boolean";
            case String s -> "a string";
            case Long n -> "an integer";
            case Double n -> "a float";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a dictionary";
            case Callable c -> "a function";
            default -> "a " + value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
