package io.inhouse.languagemodel.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand after {@code |}. */
final class Filters {
    private static final Pattern WORD = Pattern.compile("[^-\\s({\\[<]+");

    private static final Pattern LETTERS = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Budget budget;

    Filters(Budget budget) {
        this.budget = budget;
    }

    Object apply(String name, Object value, Arguments a) {
        budget.step();
        return switch (name) {
            case "abs" -> Values.compare(value, 0L) < 0 ? Operators.unary("-", value) : Values.numeric(value);
            case "attr" -> Members.attribute(value, a.text(0, "name"), budget);
            case "capitalize" -> StringMethods.capitalized(PythonText.str(value));
            case "count", "length" -> Values.length(value);
            case "d", "default" ->
                Values.isUndefined(value) || (a.flag(1, "boolean", false) && !Values.truth(value))
                        ? a.get(0, "default_value", "")
                        : value;
            case "dictsort" -> dictsort(value, a);
            case "e", "escape", "forceescape" -> escaped(PythonText.str(value));
            case "first" -> first(value, false);
            case "last" -> first(value, true);
            case "float" -> toFloat(value, a.get(0, "default", 0.0));
            case "format" -> Operators.format(PythonText.str(value), a.positional(), a.named(), budget);
            case "indent" -> indent(PythonText.str(value), a);
            case "int" -> toInteger(value, a.get(0, "default", 0L));
            case "items" -> value instanceof Map<?, ?> map ? Members.pairs(map) : items(value);
            case "join" ->
                StringMethods.join(a.text(0, "d", ""), projected(value, a.get(1, "attribute", None.NONE)), budget);
            case "list" -> new ArrayList<>(items(value));
            case "lower" -> PythonText.str(value).toLowerCase(Locale.ROOT);
            case "upper" -> PythonText.str(value).toUpperCase(Locale.ROOT);
            case "map" -> map(value, a);
            case "max" -> extreme(value, a, true);
            case "min" -> extreme(value, a, false);
            case "reject" -> selected(value, a, false, false);
            case "select" -> selected(value, a, true, false);
            case "rejectattr" -> selected(value, a, false, true);
            case "selectattr" -> selected(value, a, true, true);
            case "replace" ->
                StringMethods.replace(
                        PythonText.str(value),
                        PythonText.str(a.need(0, "old")),
                        PythonText.str(a.need(1, "new")),
                        a.integer(2, "count", -1),
                        budget);
            case "reverse" -> reversed(value);
            case "round" -> round(value, a);
            case "safe" -> value;
            case "sort" -> sorted(value, a);
            case "string" -> text(PythonText.str(value));
            case "sum" -> sum(value, a);
            case "title" -> title(PythonText.str(value));
            case "tojson" -> tojson(value, a);
            case "trim" -> trim(PythonText.str(value), a);
            case "unique" -> unique(value, a);
            case "wordcount" ->
                (long) LETTERS.matcher(PythonText.str(value)).results().count();
            default -> throw new ValueError("there is no filter named " + name);
        };
    }

    private List<Object> items(Object value) {
        List<Object> items = Values.items(value);
        budget.size(items.size() * 8L);
        return items;
    }

    private String text(String text) {
        budget.size(text.length());
        return text;
    }

    private Object first(Object value, boolean last) {
        List<Object> items = items(value);
        return items.isEmpty()
                ? new Undefined("an item of an empty sequence")
                : last ? items.getLast() : items.getFirst();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private Object reversed(Object value) {
        if (value instanceof String text) {
            return text(new StringBuilder(text).reverse().toString());
        }
        return new ArrayList<>(items(value).reversed());
    }

    private static String trim(String text, Arguments a) {
        if (a.get(0, "chars", None.NONE) == None.NONE) {
            return PythonText.strip(text, PythonText::isSpace, true, true);
        }
        String characters = a.text(0, "chars");
        return PythonText.strip(text, c -> characters.indexOf(c) >= 0, true, true);
    }

    private static String title(String text) {
        Matcher word = WORD.matcher(text);
        return word.replaceAll(match -> Matcher.quoteReplacement(StringMethods.capitalized(match.group())));
    }

    private String indent(String value, Arguments a) {
        Object width = a.get(0, "width", 4L);
        String by = width instanceof String s ? s : Operators.repeated(" ", Sequences.integer(width), budget);
        boolean first = a.flag(1, "first", false);
        boolean blank = a.flag(2, "blank", false);
        StringBuilder out = new StringBuilder();
        String[] lines = value.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean indented = i == 0 ? first : blank || !lines[i].isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? by : "").append(lines[i]);
            budget.size(out.length() / 64);
        }
        return text(out.toString());
    }

    private static Object toInteger(Object value, Object otherwise) {
        Object number = Values.numeric(value);
        try {
            return switch (number) {
                case Long n -> n;
                case Double n when !Double.isNaN(n) && Math.abs(n) < 9e18 -> (long) (double) n;
                case String text ->
                    new BigDecimal(text.strip()).setScale(0, RoundingMode.DOWN).longValueExact();
                default -> otherwise;
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return otherwise;
        }
    }

    private static Object toFloat(Object value, Object otherwise) {
        Object number = Values.numeric(value);
        try {
            return switch (number) {
                case Number n -> n.doubleValue();
                case String text -> Double.valueOf(text.strip());
                default -> otherwise;
            };
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Object round(Object value, Arguments a) {
        if (!(Values.numeric(value) instanceof Number number)) {
            throw new ValueError(Values.type(value) + " cannot be rounded");
        }
        RoundingMode mode = switch (a.text(1, "method", "common")) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new ValueError("round knows common, ceil and floor");
        };
        int places = (int) Math.clamp(a.integer(0, "precision", 0), -300, 300);
        return new BigDecimal(number.doubleValue()).setScale(places, mode).doubleValue();
    }

    /** The value that an attribute path such as {@code function.name} leads to; none for the item itself. */
    private Object projection(Object item, Object path) {
        if (path == None.NONE) {
            return item;
        }
        Object value = item;
        for (String part : PythonText.str(path).split("\\.")) {
            boolean index = part.chars().allMatch(Character::isDigit) && !part.isEmpty() && part.length() < 10;
            value = Members.item(value, index ? (Object) Long.valueOf(part) : part, budget);
        }
        return value;
    }

    private List<Object> projected(Object value, Object path) {
        List<Object> out = new ArrayList<>();
        for (Object item : items(value)) {
            out.add(projection(item, path));
        }
        return out;
    }

    private List<Object> map(Object value, Arguments a) {
        if (a.named().containsKey("attribute")) {
            List<Object> out = projected(value, a.get(Integer.MAX_VALUE, "attribute", None.NONE));
            if (a.named().containsKey("default")) {
                Object otherwise = a.get(Integer.MAX_VALUE, "default", None.NONE);
                out.replaceAll(item -> Values.isUndefined(item) ? otherwise : item);
            }
            return out;
        }
        String filter = a.text(0, "filter");
        List<Object> out = new ArrayList<>();
        for (Object item : items(value)) {
            out.add(apply(filter, item, a.after(1)));
        }
        return out;
    }

    private List<Object> selected(Object value, Arguments a, boolean keep, boolean byAttribute) {
        Object path = byAttribute ? a.need(0, "attribute") : None.NONE;
        Arguments rest = byAttribute ? a.after(1) : a;
        List<Object> out = new ArrayList<>();
        for (Object item : items(value)) {
            budget.step();
            Object tested = projection(item, path);
            boolean holds = rest.positional().isEmpty()
                    ? Values.truth(tested)
                    : TypeTests.test(rest.text(0, "test"), tested, rest.after(1));
            if (holds == keep) {
                out.add(item);
            }
        }
        return out;
    }

    private Comparator<Object> order(Object path, boolean caseSensitive) {
        Function<Object, Object> key = item -> {
            budget.step();
            Object projected = projection(item, path);
            return projected instanceof String text && !caseSensitive ? text.toLowerCase(Locale.ROOT) : projected;
        };
        return (x, y) -> Values.compare(key.apply(x), key.apply(y));
    }

    private List<Object> sorted(Object value, Arguments a) {
        List<Object> out = new ArrayList<>(items(value));
        Comparator<Object> order = order(a.get(2, "attribute", None.NONE), a.flag(1, "case_sensitive", false));
        out.sort(a.flag(0, "reverse", false) ? Collections.reverseOrder(order) : order);
        return out;
    }

    private Object extreme(Object value, Arguments a, boolean largest) {
        List<Object> items = items(value);
        Comparator<Object> order = order(a.get(1, "attribute", None.NONE), a.flag(0, "case_sensitive", false));
        if (items.isEmpty()) {
            return new Undefined("an item of an empty sequence");
        }
        return largest ? Collections.max(items, order) : Collections.min(items, order);
    }

    private List<Object> unique(Object value, Arguments a) {
        Comparator<Object> same = order(a.get(1, "attribute", None.NONE), a.flag(0, "case_sensitive", false));
        List<Object> out = new ArrayList<>();
        for (Object item : items(value)) {
            if (out.stream().noneMatch(other -> same.compare(other, item) == 0)) {
                out.add(item);
            }
        }
        return out;
    }

    private List<Object> dictsort(Object value, Arguments a) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ValueError("dictsort takes a dictionary");
        }
        String by = a.text(1, "by", "key");
        Comparator<Object> order = order(by.equals("value") ? 1L : 0L, a.flag(0, "case_sensitive", false));
        List<Object> pairs = Members.pairs(map);
        pairs.sort(a.flag(2, "reverse", false) ? Collections.reverseOrder(order) : order);
        return pairs;
    }

    private Object sum(Object value, Arguments a) {
        Object total = a.get(1, "start", 0L);
        for (Object item : projected(value, a.get(0, "attribute", None.NONE))) {
            total = Operators.binary("+", total, item, budget);
        }
        return total;
    }

    private String tojson(Object value, Arguments a) {
        Object separators = a.get(2, "separators", None.NONE);
        long indent = a.integer(1, "indent", -1);
        if (indent > 16) {
            throw new ValueError("tojson indents by at most 16 spaces");
        }
        String item = indent >= 0 ? "," : ", ";
        String key = ": ";
        if (separators instanceof List<?> pair && pair.size() == 2) {
            item = PythonText.str(Values.cast(pair).get(0));
            key = PythonText.str(Values.cast(pair).get(1));
        }
        String json = PythonText.json(value, (int) indent, item, key, a.flag(3, "sort_keys", false));
        if (a.flag(0, "ensure_ascii", false)) {
            StringBuilder ascii = new StringBuilder();
            json.chars()
                    .forEach(c -> ascii.append(
                            c < 0x7f ? Character.toString((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
            json = ascii.toString();
        }
        return text(json);
    }
}
