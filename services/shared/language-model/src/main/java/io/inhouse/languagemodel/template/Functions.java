package io.inhouse.languagemodel.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions every template may call. */
final class Functions {
    private static final long LONGEST_RANGE = 100_000;

    private Functions() {}

    static void define(Scope scope, Clock clock) {
        scope.set("range", (Callable) (positional, named) -> range(positional));
        scope.set("dict", (Callable) Functions::dict);
        scope.set("namespace", (Callable) (positional, named) -> {
            Map<String, Object> members = new LinkedHashMap<>();
            dict(positional, named).forEach((k, v) -> members.put(PythonText.str(k), v));
            return new Namespace(members);
        });
        scope.set("raise_exception", (Callable) (positional, named) -> {
            Object message = new Arguments(positional, named).get(0, "message", "");
            throw new TemplateException("the chat template refuses these messages: " + PythonText.str(message), true);
        });
        scope.set("strftime_now", (Callable) (positional, named) ->
                strftime(new Arguments(positional, named).text(0, "format"), ZonedDateTime.now(clock)));
    }

    private static Map<Object, Object> dict(List<Object> positional, Map<String, Object> named) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        for (Object given : positional) {
            if (!(given instanceof Map<?, ?> map)) {
                throw new ValueError("dict and namespace take dictionaries and named values");
            }
            Members.pairs(map)
                    .forEach(pair -> dict.put(
                            Values.items(pair).get(0), Values.items(pair).get(1)));
        }
        dict.putAll(named);
        return dict;
    }

    private static List<Object> range(List<Object> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw new ValueError("range takes one to three integers");
        }
        long from = arguments.size() == 1 ? 0 : Sequences.integer(arguments.get(0));
        long to = Sequences.integer(arguments.get(arguments.size() == 1 ? 0 : 1));
        long step = arguments.size() == 3 ? Sequences.integer(arguments.get(2)) : 1;
        if (step == 0) {
            throw new ValueError("range needs a step that is not 0");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i = Math.addExact(i, step)) {
            if (numbers.size() >= LONGEST_RANGE) {
                throw new ValueError("a range has more than " + LONGEST_RANGE + " numbers");
            }
            numbers.add(i);
        }
        return numbers;
    }

    /** C's date formats in the C locale, as far as they occur in chat templates. */
    static String strftime(String format, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char kind = format.charAt(++i);
            boolean unpadded = kind == '-' && i + 1 < format.length();
            if (unpadded) {
                kind = format.charAt(++i);
            }
            String pattern = switch (kind) {
                case 'Y' -> "uuuu";
                case 'y' -> "uu";
                case 'm' -> "MM";
                case 'd' -> "dd";
                case 'b', 'h' -> "MMM";
                case 'B' -> "MMMM";
                case 'a' -> "EEE";
                case 'A' -> "EEEE";
                case 'H' -> "HH";
                case 'I' -> "hh";
                case 'M' -> "mm";
                case 'S' -> "ss";
                case 'p' -> "a";
                case 'j' -> "DDD";
                case 'F' -> "uuuu-MM-dd";
                case 'T' -> "HH:mm:ss";
                case 'z' -> "xx";
                case '%' -> "'%'";
                default -> throw new ValueError("the date format %" + kind + " is not supported");
            };
            String text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
            out.append(
                    unpadded && text.startsWith("0") && text.length() > 1 ? text.replaceFirst("^0+(?=.)", "") : text);
        }
        return out.toString();
    }
}
