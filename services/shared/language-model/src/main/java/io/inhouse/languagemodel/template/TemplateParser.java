package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a template's statements. */
final class TemplateParser {
    private static final Set<String> UNSUPPORTED =
            Set.of("include", "import", "from", "extends", "block", "autoescape", "trans", "do");

    private final TokenReader in;
    private final ExpressionParser expressions;

    private TemplateParser(List<Token> tokens) {
        this.in = new TokenReader(tokens);
        this.expressions = new ExpressionParser(in);
    }

    /** @throws TemplateException naming the line of the first mistake */
    static List<Statement> parse(String template) {
        TemplateParser parser = new TemplateParser(TemplateLexer.tokens(template));
        List<Statement> statements = parser.until(Set.of());
        if (parser.in.peek().kind() != Token.Kind.END) {
            throw parser.in.unexpected("the end of the template");
        }
        return statements;
    }

    /** Reads until a block tag with one of these names; that tag's name is the next token. */
    private List<Statement> until(Set<String> ends) {
        in.enter();
        List<Statement> statements = new ArrayList<>();
        while (in.peek().kind() != Token.Kind.END) {
            Token token = in.next();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    statements.add(new Statement.Output(expressions.expressionOrTuple()));
                    in.expect(Token.Kind.VARIABLE_END, "}}");
                }
                case BLOCK_BEGIN -> {
                    if (in.peek().kind() == Token.Kind.NAME
                            && ends.contains(in.peek().text())) {
                        in.leave();
                        return statements;
                    }
                    statement(statements);
                }
                default -> throw new TemplateException(token.line(), "unexpected " + token.text());
            }
        }
        if (!ends.isEmpty()) {
            throw in.unexpected(String.join(" or ", ends));
        }
        in.leave();
        return statements;
    }

    private void statement(List<Statement> into) {
        Token token = in.expect(Token.Kind.NAME, "a tag's name");
        switch (token.text()) {
            case "if" -> into.add(ifBlock());
            case "for" -> into.add(forBlock(token.line()));
            case "set" -> into.add(set(token.line()));
            case "macro" -> into.add(macro(token.line()));
            case "call" -> into.add(call(token.line()));
            case "filter" -> into.add(filterBlock(token.line()));
            case "with" -> into.add(with());
            case "generation" -> {
                // transformers marks the assistant's tokens with it; it changes nothing in the text
                endOfTag();
                into.addAll(until(Set.of("endgeneration")));
                end("endgeneration");
            }
            case "break" -> {
                endOfTag();
                into.add(new Statement.Break());
            }
            case "continue" -> {
                endOfTag();
                into.add(new Statement.Continue());
            }
            default ->
                throw new TemplateException(
                        token.line(),
                        (UNSUPPORTED.contains(token.text()) ? "not supported in chat templates: " : "unknown tag: ")
                                + token.text());
        }
    }

    private void endOfTag() {
        in.expect(Token.Kind.BLOCK_END, "%}");
    }

    private void end(String name) {
        if (!in.skipName(name)) {
            throw in.unexpected(name);
        }
        endOfTag();
    }

    private Statement ifBlock() {
        in.enter();
        Expression condition = expressions.expressionOrTuple();
        endOfTag();
        List<Statement> then = until(Set.of("elif", "else", "endif"));
        List<Statement> otherwise = List.of();
        if (in.skipName("elif")) {
            otherwise = List.of(ifBlock());
        } else {
            if (in.skipName("else")) {
                endOfTag();
                otherwise = until(Set.of("endif"));
            }
            end("endif");
        }
        in.leave();
        return new Statement.If(condition, then, otherwise);
    }

    private Statement forBlock(int line) {
        List<String> targets = targets();
        if (!in.skipName("in")) {
            throw in.unexpected("in");
        }
        Expression over = expressions.withoutConditional();
        Optional<Expression> condition = in.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        if (in.peek().isName("recursive")) {
            throw new TemplateException(line, "not supported in chat templates: recursive loops");
        }
        endOfTag();
        List<Statement> body = until(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        if (in.skipName("else")) {
            endOfTag();
            otherwise = until(Set.of("endfor"));
        }
        end("endfor");
        return new Statement.For(line, targets, over, condition, body, otherwise);
    }

    private List<String> targets() {
        List<String> names = new ArrayList<>();
        boolean parenthesised = in.skipOperator("(");
        names.add(in.expectName());
        while (in.skipOperator(",")) {
            names.add(in.expectName());
        }
        if (parenthesised) {
            in.expectOperator(")");
        }
        return names;
    }

    private Statement set(int line) {
        List<String> targets = targets();
        Optional<String> attribute = in.skipOperator(".") ? Optional.of(in.expectName()) : Optional.empty();
        if (in.skipOperator("=")) {
            Expression value = expressions.expressionOrTuple();
            endOfTag();
            return new Statement.Set(line, targets, attribute, value);
        }
        if (targets.size() > 1 || attribute.isPresent()) {
            throw in.unexpected("'='");
        }
        List<Expression.Filter> filters = filters(line);
        endOfTag();
        List<Statement> body = until(Set.of("endset"));
        end("endset");
        return new Statement.SetBlock(targets.getFirst(), filters, body);
    }

    private List<Expression.Filter> filters(int line) {
        List<Expression.Filter> filters = new ArrayList<>();
        while (in.skipOperator("|")) {
            filters.add(expressions.filter(line, new Expression.Literal(line, "")));
        }
        return filters;
    }

    private Statement filterBlock(int line) {
        List<Expression.Filter> filters = new ArrayList<>();
        filters.add(expressions.filter(line, new Expression.Literal(line, "")));
        filters.addAll(filters(line));
        endOfTag();
        List<Statement> body = until(Set.of("endfilter"));
        end("endfilter");
        return new Statement.FilterBlock(filters, body);
    }

    private Statement.Macro macro(int line) {
        String name = in.expectName();
        return macroRest(line, name, "endmacro");
    }

    private Statement.Macro macroRest(int line, String name, String end) {
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        if (in.skipOperator("(")) {
            while (!in.skipOperator(")")) {
                parameters.add(in.expectName());
                if (in.skipOperator("=")) {
                    defaults.add(expressions.expression());
                } else if (!defaults.isEmpty()) {
                    throw in.unexpected("a default, as the parameter before has one");
                }
                if (!in.peek().isOperator(")")) {
                    in.expectOperator(",");
                }
            }
        }
        if (end.equals("endmacro")) {
            endOfTag();
            List<Statement> body = until(Set.of(end));
            end(end);
            return new Statement.Macro(line, name, parameters, defaults, body);
        }
        return new Statement.Macro(line, name, parameters, defaults, List.of());
    }

    private Statement call(int line) {
        Statement.Macro signature = macroRest(line, "caller", "endcall");
        Expression called = expressions.expression();
        if (!(called instanceof Expression.Call call)) {
            throw new TemplateException(line, "expected a call after the tag's name");
        }
        endOfTag();
        List<Statement> body = until(Set.of("endcall"));
        end("endcall");
        return new Statement.CallBlock(
                call, new Statement.Macro(line, "caller", signature.parameters(), signature.defaults(), body));
    }

    private Statement with() {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (in.peek().kind() != Token.Kind.BLOCK_END) {
            if (!names.isEmpty()) {
                in.expectOperator(",");
            }
            names.add(in.expectName());
            in.expectOperator("=");
            values.add(expressions.expression());
        }
        endOfTag();
        List<Statement> body = until(Set.of("endwith"));
        end("endwith");
        return new Statement.With(names, values, body);
    }
}
