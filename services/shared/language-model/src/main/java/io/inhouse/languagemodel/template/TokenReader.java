package io.inhouse.languagemodel.template;

import java.util.List;

/** Reads tokens one after the other and knows how deeply nested the template may be. */
final class TokenReader {
    private static final int DEEPEST = 150;

    private final List<Token> tokens;
    private int position;
    private int depth;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peekSecond() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(position);
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean skipOperator(String operator) {
        if (peek().isOperator(operator)) {
            next();
            return true;
        }
        return false;
    }

    boolean skipName(String name) {
        if (peek().isName(name)) {
            next();
            return true;
        }
        return false;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    Token expect(Token.Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    String expectName() {
        return expect(Token.Kind.NAME, "a name").text();
    }

    TemplateException unexpected(String expected) {
        Token token = peek();
        String found = token.text().isEmpty() ? token.kind().name().toLowerCase(java.util.Locale.ROOT) : token.text();
        return new TemplateException(token.line(), "expected " + expected + " but found " + found);
    }

    /** Call before descending into a nested construct; {@link #leave()} afterwards. */
    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException(line(), "nested more than " + DEEPEST + " levels deep");
        }
    }

    void leave() {
        depth--;
    }
}
