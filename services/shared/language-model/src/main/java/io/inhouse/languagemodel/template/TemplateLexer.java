package io.inhouse.languagemodel.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens with {@code trim_blocks} and {@code lstrip_blocks} on: the line feed after a block tag and
 * the spaces before one that stands first on its line are dropped. Source: Jinja2 3.1, {@code lexer.py}.
 */
final class TemplateLexer {
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-%}\\s*|%})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(-%}\\s*|\\+%}|%}\\n?)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:_\\d+)*(\\.\\d+(?:_\\d+)*)?([eE][+-]?\\d+)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    /** Whether the text at {@link #position} begins a line. */
    private boolean lineStarting = true;

    private TemplateLexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        if (text.endsWith("\n")) {
            text = text.substring(0, text.length() - 1);
        }
        TemplateLexer lexer = new TemplateLexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (true) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(position));
                break;
            }
            char kind = source.charAt(tag + 1);
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            String text = source.substring(position, tag);
            data(stripped(text, kind, sign));
            line += lines(text) - lines(stripped(text, kind, sign));
            position = tag;
            if (kind == '#') {
                comment();
            } else if (kind != '%' || !raw()) {
                position = tag + 2 + (sign == '-' || (sign == '+' && kind == '%') ? 1 : 0);
                code(kind == '%');
            }
        }
        add(Token.Kind.END, "");
    }

    private int nextTag() {
        for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String stripped(String text, char kind, char sign) {
        if (sign == '-') {
            return text.stripTrailing();
        }
        if (sign == '+' || kind == '{') {
            return text;
        }
        int lineBegin = text.lastIndexOf('\n') + 1;
        boolean alone =
                (lineBegin > 0 || lineStarting) && text.substring(lineBegin).isBlank();
        return alone ? text.substring(0, lineBegin) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", position + 2);
        if (end < 0) {
            throw new TemplateException(line, "a comment is not closed");
        }
        boolean strip = source.charAt(end - 1) == '-' && end - 1 >= position + 2;
        boolean keep = source.charAt(end - 1) == '+' && end - 1 >= position + 2;
        advance(end + 2);
        afterBlock(strip, keep);
    }

    private boolean raw() {
        Matcher begin = RAW_BEGIN.matcher(source).region(position, source.length());
        if (!begin.lookingAt()) {
            return false;
        }
        Matcher end = RAW_END.matcher(source);
        if (!end.find(begin.end())) {
            throw new TemplateException(line, "raw is not closed");
        }
        advance(begin.end());
        String text = source.substring(position, end.start());
        lineStarting = source.charAt(position - 1) == '\n';
        String sign = end.group(1);
        data(stripped(text, '%', sign.isEmpty() ? ' ' : sign.charAt(0)));
        position = end.start();
        advance(end.end());
        lineStarting = source.charAt(end.end() - 1) == '\n';
        return true;
    }

    private void code(boolean block) {
        add(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.VARIABLE_BEGIN, "");
        String close = block ? "%}" : "}}";
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
                advance(position + 1);
            }
            if (position >= source.length()) {
                throw new TemplateException(line, "a tag is not closed with " + close);
            }
            if (open.isEmpty() && atClose(close)) {
                boolean strip = source.charAt(position) == '-';
                boolean keep = source.charAt(position) == '+';
                add(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, "");
                advance(position + (strip || keep ? 3 : 2));
                afterTag(block, strip, keep);
                return;
            }
            token(open);
        }
    }

    private boolean atClose(String close) {
        return source.startsWith(close, position)
                || source.startsWith("-" + close, position)
                || (close.equals("%}") && source.startsWith("+" + close, position));
    }

    private void afterTag(boolean block, boolean strip, boolean keep) {
        if (block) {
            afterBlock(strip, keep);
        } else {
            lineStarting = false;
            if (strip) {
                skipSpace();
            }
        }
    }

    private void afterBlock(boolean strip, boolean keep) {
        lineStarting = false;
        if (strip) {
            skipSpace();
        } else if (!keep && position < source.length() && source.charAt(position) == '\n') {
            advance(position + 1);
            lineStarting = true;
        }
    }

    private void skipSpace() {
        while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
            lineStarting = source.charAt(position) == '\n';
            advance(position + 1);
        }
    }

    private void token(Deque<Character> open) {
        char c = source.charAt(position);
        if (c == '\'' || c == '"') {
            string(c);
            return;
        }
        Matcher number = NUMBER.matcher(source).region(position, source.length());
        if (number.lookingAt()) {
            boolean isFloat = number.group(1) != null || number.group(2) != null;
            add(isFloat ? Token.Kind.FLOAT : Token.Kind.INTEGER, number.group().replace("_", ""));
            position = number.end();
            return;
        }
        Matcher name = NAME.matcher(source).region(position, source.length());
        if (name.lookingAt()) {
            add(Token.Kind.NAME, name.group());
            position = name.end();
            return;
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                balance(open, operator.charAt(0));
                add(Token.Kind.OPERATOR, operator);
                position += operator.length();
                return;
            }
        }
        throw new TemplateException(line, "unexpected character '" + c + "'");
    }

    private void balance(Deque<Character> open, char c) {
        switch (c) {
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '{' -> open.push('}');
            case ')', ']', '}' -> {
                if (open.isEmpty() || open.pop() != c) {
                    throw new TemplateException(line, "unexpected '" + c + "'");
                }
            }
            default -> {}
        }
    }

    private void string(char quote) {
        int begin = line;
        StringBuilder text = new StringBuilder();
        int i = position + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i = escape(i + 1, text);
            } else {
                text.append(source.charAt(i++));
            }
        }
        if (i >= source.length()) {
            throw new TemplateException(begin, "a string is not closed");
        }
        tokens.add(new Token(Token.Kind.STRING, text.toString(), begin));
        advance(i + 1);
    }

    /** @param at the character after the backslash; @return where to go on */
    private int escape(int at, StringBuilder text) {
        char c = source.charAt(at);
        int digits = switch (c) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0) {
            try {
                text.appendCodePoint(Integer.parseInt(source.substring(at + 1, at + 1 + digits), 16));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new TemplateException(line, "a malformed \\" + c + " escape");
            }
            return at + 1 + digits;
        }
        int plain = "\\'\"abfnrtv0".indexOf(c);
        if (c == '\n') {
            return at + 1;
        }
        if (plain < 0) {
            text.append('\\').append(c);
        } else {
            text.append("\\'\"\u0007\b\f\n\r\t\u000b\0".charAt(plain));
        }
        return at + 1;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.DATA, text, line));
            line += lines(text);
        }
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void advance(int to) {
        line += lines(source.substring(position, to));
        position = to;
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
