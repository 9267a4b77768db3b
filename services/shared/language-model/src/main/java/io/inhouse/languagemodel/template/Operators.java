package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's arithmetic. */
final class Operators {
    private Operators() {}

    static Object binary(String operator, Object left, Object right, Budget budget) {
        if (operator.equals("~")) {
            return concatenated(PythonText.str(left), PythonText.str(right), budget);
        }
        if (Values.isUndefined(left) || Values.isUndefined(right)) {
            throw new ValueError(Values.type(Values.isUndefined(left) ? left : right) + " is used with " + operator);
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return concatenated(a, b, budget);
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            budget.size((long) a.size() + b.size());
            List<Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        if (operator.equals("*") && left instanceof String text) {
            return repeated(text, Sequences.integer(right), budget);
        }
        if (operator.equals("*") && right instanceof String text) {
            return repeated(text, Sequences.integer(left), budget);
        }
        if (operator.equals("%") && left instanceof String text) {
            return format(text, right instanceof List<?> list ? Values.cast(list) : List.of(right), Map.of(), budget);
        }
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return arithmetic(operator, Values.numeric(left), Values.numeric(right));
        }
        throw new ValueError("cannot compute " + Values.type(left) + " " + operator + " " + Values.type(right));
    }

    private static String concatenated(String a, String b, Budget budget) {
        budget.size((long) a.length() + b.length());
        return a + b;
    }

    static String repeated(String text, long times, Budget budget) {
        long count = Math.max(0, times);
        budget.size(text.isEmpty() ? 0 : Math.multiplyHigh(count, text.length()) != 0 ? -1 : count * text.length());
        return text.repeat((int) Math.min(count, Integer.MAX_VALUE));
    }

    private static Object arithmetic(String operator, Object left, Object right) {
        try {
            if (left instanceof Long a && right instanceof Long b) {
                return switch (operator) {
                    case "+" -> Math.addExact(a, b);
                    case "-" -> Math.subtractExact(a, b);
                    case "*" -> Math.multiplyExact(a, b);
                    case "//" -> Math.floorDiv(a, b);
                    case "%" -> Math.floorMod(a, b);
                    case "/" -> divided((double) a, (double) b);
                    default -> power(a, b);
                };
            }
            double a = ((Number) left).doubleValue();
            double b = ((Number) right).doubleValue();
            return switch (operator) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "/" -> divided(a, b);
                case "//" -> Math.floor(divided(a, b));
                case "%" -> a - b * Math.floor(divided(a, b));
                default -> Math.pow(a, b);
            };
        } catch (ArithmeticException e) {
            throw new ValueError("the result of " + operator + " is too large or a division by zero");
        }
    }

    private static double divided(double a, double b) {
        if (b == 0) {
            throw new ValueError("division by zero");
        }
        return a / b;
    }

    private static Object power(long base, long exponent) {
        if (exponent < 0 || exponent > 64) {
            return Math.pow((double) base, (double) exponent);
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    static Object unary(String operator, Object value) {
        Object number = Values.numeric(value);
        return switch (number) {
            case Long n -> operator.equals("-") ? -n : n;
            case Double n -> operator.equals("-") ? -n : n;
            default -> throw new ValueError("cannot compute " + operator + " of " + Values.type(value));
        };
    }

    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "in" -> Values.contains(right, left);
            case "not in" -> !Values.contains(right, left);
            case "<" -> Values.compare(left, right) < 0;
            case "<=" -> Values.compare(left, right) <= 0;
            case ">" -> Values.compare(left, right) > 0;
            default -> Values.compare(left, right) >= 0;
        };
    }

    /** Percent formatting with {@code %s}, {@code %d}, {@code %%} and {@code %(name)s}; widths are not supported. */
    static String format(String pattern, List<Object> positional, Map<String, Object> named, Budget budget) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char kind = i + 1 < pattern.length() ? pattern.charAt(++i) : ' ';
            Object value;
            if (kind == '%') {
                out.append('%');
                continue;
            } else if (kind == '(' && pattern.indexOf(')', i) > 0 && pattern.indexOf(')', i) + 1 < pattern.length()) {
                int close = pattern.indexOf(')', i);
                String name = pattern.substring(i + 1, close);
                value = named.getOrDefault(name, new Undefined(name));
                i = close + 1;
                kind = pattern.charAt(i);
            } else if (next < positional.size()) {
                value = positional.get(next++);
            } else {
                throw new ValueError("a format has too few values");
            }
            if (kind != 's' && kind != 'd') {
                throw new ValueError("the format %" + kind + " is not supported");
            }
            out.append(kind == 'd' ? Long.toString(Sequences.integer(value)) : PythonText.str(value));
            budget.size(out.length());
        }
        return out.toString();
    }
}
