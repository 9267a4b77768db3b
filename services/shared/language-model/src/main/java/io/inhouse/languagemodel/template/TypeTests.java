package io.inhouse.languagemodel.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What may stand after {@code is}. */
final class TypeTests {
    private TypeTests() {}

    static boolean test(String name, Object value, Arguments arguments) {
        return switch (name) {
            case "defined" -> !Values.isUndefined(value);
            case "undefined" -> Values.isUndefined(value);
            case "none" -> value == None.NONE;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof List || value instanceof Map || value instanceof String;
            case "iterable" -> Values.isIterable(value);
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long || value instanceof java.math.BigInteger;
            case "float" -> value instanceof Double;
            case "callable" -> value instanceof Callable;
            case "odd" -> Math.floorMod(Sequences.integer(value), 2) == 1;
            case "even" -> Math.floorMod(Sequences.integer(value), 2) == 0;
            case "divisibleby" -> Math.floorMod(Sequences.integer(value), nonZero(arguments)) == 0;
            case "lower" -> PythonText.str(value).equals(PythonText.str(value).toLowerCase(Locale.ROOT));
            case "upper" -> PythonText.str(value).equals(PythonText.str(value).toUpperCase(Locale.ROOT));
            case "in" -> Values.contains(arguments.need(0, "seq"), value);
            case "sameas" -> same(value, arguments.need(0, "other"));
            case "eq", "equalto", "==" -> Values.equal(value, arguments.need(0, "other"));
            case "ne", "!=" -> !Values.equal(value, arguments.need(0, "other"));
            case "lt", "lessthan", "<" -> Values.compare(value, arguments.need(0, "other")) < 0;
            case "le", "<=" -> Values.compare(value, arguments.need(0, "other")) <= 0;
            case "gt", "greaterthan", ">" -> Values.compare(value, arguments.need(0, "other")) > 0;
            case "ge", ">=" -> Values.compare(value, arguments.need(0, "other")) >= 0;
            default -> throw new ValueError("there is no test named " + name);
        };
    }

    /** Python's {@code is}: its booleans and none are one object each. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object a, Object b) {
        return a == b || (a instanceof Boolean && a.equals(b));
    }

    private static long nonZero(Arguments arguments) {
        long n = Sequences.integer(arguments.need(0, "num"));
        if (n == 0) {
            throw new ValueError("division by zero");
        }
        return n;
    }
}
