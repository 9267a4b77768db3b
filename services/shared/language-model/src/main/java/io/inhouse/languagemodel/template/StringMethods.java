package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The methods of Python's strings that templates use. */
final class StringMethods {
    private static final Pattern LINES =
            Pattern.compile("\\r\\n|[\\n\\r\\u000b\\f\\u001c-\\u001e\\u0085\\u2028\\u2029]");

    private StringMethods() {}

    /** @return {@link Undefined} if there is no such method */
    static Object method(String text, String name, Budget budget) {
        Callable method = switch (name) {
            case "strip" -> call(a -> PythonText.strip(text, dropped(a), true, true));
            case "lstrip" -> call(a -> PythonText.strip(text, dropped(a), true, false));
            case "rstrip" -> call(a -> PythonText.strip(text, dropped(a), false, true));
            case "split" -> call(a -> split(text, a, false, budget));
            case "rsplit" -> call(a -> split(text, a, true, budget));
            case "splitlines" -> call(a -> lines(text, a.flag(0, "keepends", false)));
            case "startswith" -> call(a -> affix(text, a, true));
            case "endswith" -> call(a -> affix(text, a, false));
            case "replace" ->
                call(a -> replace(text, a.text(0, "old"), a.text(1, "new"), a.integer(2, "count", -1), budget));
            case "upper" -> call(a -> text.toUpperCase(Locale.ROOT));
            case "lower" -> call(a -> text.toLowerCase(Locale.ROOT));
            case "capitalize" -> call(a -> capitalized(text));
            case "title" -> call(a -> titled(text));
            case "join" -> call(a -> join(text, a.need(0, "iterable"), budget));
            case "find" -> call(a -> codePoints(text, text.indexOf(a.text(0, "sub"))));
            case "rfind" -> call(a -> codePoints(text, text.lastIndexOf(a.text(0, "sub"))));
            case "index" -> call(a -> found(codePoints(text, text.indexOf(a.text(0, "sub")))));
            case "count" -> call(a -> count(text, a.text(0, "sub")));
            case "isdigit" -> call(a -> all(text, Character::isDigit));
            case "isalpha" -> call(a -> all(text, Character::isLetter));
            case "isalnum" -> call(a -> all(text, Character::isLetterOrDigit));
            case "isspace" -> call(a -> all(text, PythonText::isSpace));
            case "isupper" ->
                call(a -> !text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT)));
            case "islower" ->
                call(a -> !text.equals(text.toUpperCase(Locale.ROOT)) && text.equals(text.toLowerCase(Locale.ROOT)));
            case "removeprefix" ->
                call(a -> text.startsWith(a.text(0, "prefix"))
                        ? text.substring(a.text(0, "prefix").length())
                        : text);
            case "removesuffix" ->
                call(a -> text.endsWith(a.text(0, "suffix"))
                        ? text.substring(0, text.length() - a.text(0, "suffix").length())
                        : text);
            case "format" -> call(a -> format(text, a, budget));
            default -> null;
        };
        return method == null ? new Undefined("the string's " + name) : method;
    }

    private interface Body {
        Object apply(Arguments arguments);
    }

    private static Callable call(Body body) {
        return (positional, named) -> body.apply(new Arguments(positional, named));
    }

    private static IntPredicate dropped(Arguments arguments) {
        if (arguments.get(0, "chars", None.NONE) == None.NONE) {
            return PythonText::isSpace;
        }
        String characters = arguments.text(0, "chars");
        return c -> characters.indexOf(c) >= 0;
    }

    private static List<Object> split(String text, Arguments arguments, boolean fromRight, Budget budget) {
        budget.size(text.length());
        long most = arguments.integer(1, "maxsplit", -1);
        List<Object> parts = new ArrayList<>();
        if (arguments.get(0, "sep", None.NONE) == None.NONE) {
            if (most >= 0) {
                throw new ValueError("split with a limit needs a separator");
            }
            for (String word : PythonText.strip(text, PythonText::isSpace, true, true)
                    .split("[\\s\\u001c-\\u001f\\u0085\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u202f\\u3000]+")) {
                if (!word.isEmpty()) {
                    parts.add(word);
                }
            }
            return parts;
        }
        String separator = arguments.text(0, "sep");
        if (separator.isEmpty()) {
            throw new ValueError("split needs a separator that is not empty");
        }
        String rest = text;
        while (most < 0 || parts.size() < most) {
            int at = fromRight ? rest.lastIndexOf(separator) : rest.indexOf(separator);
            if (at < 0) {
                break;
            }
            String left = rest.substring(0, at);
            String right = rest.substring(at + separator.length());
            parts.add(fromRight ? right : left);
            rest = fromRight ? left : right;
            budget.size(rest.length() / 64);
        }
        parts.add(rest);
        return fromRight ? new ArrayList<>(parts.reversed()) : parts;
    }

    private static List<Object> lines(String text, boolean keepEnds) {
        if (keepEnds) {
            throw new ValueError("splitlines with keepends is not supported");
        }
        List<Object> lines = new ArrayList<>(List.of((Object[]) LINES.split(text, -1)));
        if ("".equals(lines.getLast())) {
            lines.removeLast();
        }
        return lines;
    }

    private static boolean affix(String text, Arguments arguments, boolean start) {
        Object wanted = arguments.need(0, start ? "prefix" : "suffix");
        List<Object> any = wanted instanceof List<?> list ? Values.cast(list) : List.of(wanted);
        for (Object affix : any) {
            if (!(affix instanceof String part)) {
                throw new ValueError("startswith and endswith take strings");
            }
            if (start ? text.startsWith(part) : text.endsWith(part)) {
                return true;
            }
        }
        return false;
    }

    /** @param count how many at most; below 0 for all */
    static String replace(String text, String old, String with, long count, Budget budget) {
        if (count < 0 && !old.isEmpty()) {
            long occurrences = count(text, old);
            budget.size(text.length() + occurrences * ((long) with.length() - old.length()));
            return text.replace(old, with);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (long n = 0; count < 0 || n < count; n++) {
            int at = text.indexOf(old, from);
            if (at < 0 || (old.isEmpty() && from >= text.length())) {
                break;
            }
            out.append(text, from, at).append(with);
            from = at + old.length();
            if (old.isEmpty()) {
                out.append(text.charAt(from++));
            }
            budget.size(out.length() / 64);
        }
        out.append(text, from, text.length());
        if (old.isEmpty() && count < 0) {
            out.append(with);
        }
        budget.size(out.length());
        return out.toString();
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String titled(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    static String join(String separator, Object items, Budget budget) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : Values.items(items)) {
            out.append(first ? "" : separator).append(PythonText.str(item));
            first = false;
            if (out.length() > 16_000_000) {
                budget.size(Long.MAX_VALUE);
            }
        }
        budget.size(out.length());
        return out.toString();
    }

    private static long count(String text, String part) {
        if (part.isEmpty()) {
            return Values.length(text) + 1;
        }
        long n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            n++;
        }
        return n;
    }

    private static long codePoints(String text, int at) {
        return at < 0 ? -1 : text.codePointCount(0, at);
    }

    private static long found(long at) {
        if (at < 0) {
            throw new ValueError("substring not found");
        }
        return at;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    /** {@code str.format} with empty, numbered and named fields only. */
    private static String format(String pattern, Arguments arguments, Budget budget) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean doubled = i + 1 < pattern.length() && pattern.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i++;
            } else if (c == '{' && pattern.indexOf('}', i) > 0) {
                int close = pattern.indexOf('}', i);
                String field = pattern.substring(i + 1, close);
                out.append(PythonText.str(
                        field.isEmpty() || field.matches("\\d{1,3}")
                                ? arguments.need(field.isEmpty() ? next++ : Integer.parseInt(field), field)
                                : arguments.need(Integer.MAX_VALUE, field)));
                i = close;
            } else {
                out.append(c);
            }
            budget.size(out.length() / 64);
        }
        return out.toString();
    }
}
