package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions with Jinja's precedence: filters and tests bind tighter than every binary operator. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Expression.Arguments NO_ARGUMENTS = new Expression.Arguments(List.of(), Map.of());

    private final TokenReader in;

    ExpressionParser(TokenReader in) {
        this.in = in;
    }

    Expression expression() {
        in.enter();
        int line = in.line();
        Expression value = or();
        while (in.skipName("if")) {
            Expression condition = or();
            Expression otherwise =
                    in.skipName("else") ? expression() : new Expression.Literal(line, new Undefined("inline if"));
            value = new Expression.Conditional(line, condition, value, otherwise);
        }
        in.leave();
        return value;
    }

    /** What a {@code for} iterates over: {@code if} after it filters and is not part of it. */
    Expression withoutConditional() {
        return tuple(or());
    }

    /** An expression or, with commas, a tuple without parentheses. */
    Expression expressionOrTuple() {
        return tuple(expression());
    }

    private Expression tuple(Expression first) {
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (in.peek().kind() == Token.Kind.BLOCK_END
                    || in.peek().kind() == Token.Kind.VARIABLE_END
                    || in.peek().isOperator(")")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.TupleOf(first.line(), items);
    }

    private Expression or() {
        Expression left = and();
        while (in.peek().isName("or")) {
            int line = in.next().line();
            left = new Expression.Logical(line, false, left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.peek().isName("and")) {
            int line = in.next().line();
            left = new Expression.Logical(line, true, left, not());
        }
        return left;
    }

    private Expression not() {
        if (in.peek().isName("not") && !in.peekSecond().isName("in")) {
            int line = in.next().line();
            in.enter();
            Expression operand = not();
            in.leave();
            return new Expression.Not(line, operand);
        }
        return compare();
    }

    private Expression compare() {
        int line = in.line();
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            Token token = in.peek();
            if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(in.next().text());
            } else if (token.isName("in")) {
                in.next();
                operators.add("in");
            } else if (token.isName("not") && in.peekSecond().isName("in")) {
                in.next();
                in.next();
                operators.add("not in");
            } else {
                break;
            }
            others.add(sum());
        }
        return operators.isEmpty() ? first : new Expression.Compare(line, first, operators, others);
    }

    private Expression sum() {
        Expression left = concatenation();
        while (in.peek().isOperator("+") || in.peek().isOperator("-")) {
            Token operator = in.next();
            left = new Expression.Binary(operator.line(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (in.peek().isOperator("~")) {
            int line = in.next().line();
            left = new Expression.Binary(line, "~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (in.peek().isOperator("*")
                || in.peek().isOperator("/")
                || in.peek().isOperator("//")
                || in.peek().isOperator("%")) {
            Token operator = in.next();
            left = new Expression.Binary(operator.line(), operator.text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (in.peek().isOperator("**")) {
            int line = in.next().line();
            left = new Expression.Binary(line, "**", left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean withFilter) {
        in.enter();
        Expression value;
        if (in.peek().isOperator("-") || in.peek().isOperator("+")) {
            Token operator = in.next();
            value = new Expression.Unary(operator.line(), operator.text(), unary(false));
        } else {
            value = primary();
        }
        value = postfix(value);
        if (withFilter) {
            value = filtersAndTests(value);
        }
        in.leave();
        return value;
    }

    private Expression primary() {
        Token token = in.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> named(line, token.text());
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (in.peek().kind() == Token.Kind.STRING) {
                    text.append(in.next().text());
                }
                yield new Expression.Literal(line, text.toString());
            }
            case INTEGER -> {
                try {
                    yield new Expression.Literal(line, Long.valueOf(token.text()));
                } catch (NumberFormatException e) {
                    throw new TemplateException(line, "the number " + token.text() + " is too large");
                }
            }
            case FLOAT -> new Expression.Literal(line, Double.valueOf(token.text()));
            default -> bracketed(token);
        };
    }

    private static Expression named(int line, String name) {
        return switch (name) {
            case "true", "True", "false", "False" -> new Expression.Literal(line, name.equalsIgnoreCase("true"));
            case "none", "None" -> new Expression.Literal(line, None.NONE);
            default -> new Expression.Name(line, name);
        };
    }

    private Expression bracketed(Token token) {
        int line = token.line();
        if (token.isOperator("(")) {
            if (in.skipOperator(")")) {
                return new Expression.TupleOf(line, List.of());
            }
            Expression inner = tuple(expression());
            in.expectOperator(")");
            return inner;
        }
        if (token.isOperator("[")) {
            List<Expression> items = new ArrayList<>();
            while (!in.skipOperator("]")) {
                items.add(expression());
                if (!in.peek().isOperator("]")) {
                    in.expectOperator(",");
                }
            }
            return new Expression.ListOf(line, items);
        }
        if (token.isOperator("{")) {
            List<Expression> keys = new ArrayList<>();
            List<Expression> values = new ArrayList<>();
            while (!in.skipOperator("}")) {
                keys.add(expression());
                in.expectOperator(":");
                values.add(expression());
                if (!in.peek().isOperator("}")) {
                    in.expectOperator(",");
                }
            }
            return new Expression.DictOf(line, keys, values);
        }
        throw new TemplateException(
                line, "expected a value but found " + (token.text().isEmpty() ? "the tag's end" : token.text()));
    }

    private Expression postfix(Expression target) {
        Expression value = target;
        while (true) {
            int line = in.line();
            if (in.skipOperator(".")) {
                Token member = in.next();
                value = switch (member.kind()) {
                    case NAME -> new Expression.Attribute(line, value, member.text());
                    case INTEGER ->
                        new Expression.Item(line, value, new Expression.Literal(line, Long.valueOf(member.text())));
                    default -> throw new TemplateException(line, "expected a name after '.'");
                };
            } else if (in.skipOperator("[")) {
                value = subscript(line, value);
            } else if (in.peek().isOperator("(")) {
                value = new Expression.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(int line, Expression target) {
        Expression none = new Expression.Literal(line, None.NONE);
        Expression from = in.peek().isOperator(":") ? none : expression();
        if (in.skipOperator("]")) {
            return new Expression.Item(line, target, from);
        }
        in.expectOperator(":");
        Expression to = in.peek().isOperator(":") || in.peek().isOperator("]") ? none : expression();
        Expression step = none;
        if (in.skipOperator(":") && !in.peek().isOperator("]")) {
            step = expression();
        }
        in.expectOperator("]");
        return new Expression.Slice(line, target, from, to, step);
    }

    Expression.Arguments arguments() {
        in.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!in.skipOperator(")")) {
            if (in.peek().kind() == Token.Kind.NAME && in.peekSecond().isOperator("=")) {
                String name = in.next().text();
                in.next();
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!in.peek().isOperator(")")) {
                in.expectOperator(",");
            }
        }
        return new Expression.Arguments(positional, named);
    }

    private Expression filtersAndTests(Expression target) {
        Expression value = target;
        while (true) {
            int line = in.line();
            if (in.skipOperator("|")) {
                value = filter(line, value);
            } else if (in.skipName("is")) {
                value = test(line, value);
            } else if (in.peek().isOperator("(")) {
                value = new Expression.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    /** The name and the arguments after a {@code |}. */
    Expression.Filter filter(int line, Expression target) {
        String name = dottedName();
        return new Expression.Filter(line, target, name, in.peek().isOperator("(") ? arguments() : NO_ARGUMENTS);
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(in.expectName());
        while (in.skipOperator(".")) {
            name.append('.').append(in.expectName());
        }
        return name.toString();
    }

    private Expression test(int line, Expression target) {
        boolean negated = in.skipName("not");
        String name = dottedName();
        Expression.Arguments arguments = NO_ARGUMENTS;
        if (in.peek().isOperator("(")) {
            arguments = arguments();
        } else if (beginsTestArgument(in.peek())) {
            arguments = new Expression.Arguments(List.of(postfix(primary())), Map.of());
        }
        Expression test = new Expression.Test(line, target, name, arguments);
        return negated ? new Expression.Not(line, test) : test;
    }

    private static boolean beginsTestArgument(Token token) {
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME ->
                !Set.of("else", "or", "and", "if", "is", "in", "not", "recursive")
                        .contains(token.text());
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }
}
