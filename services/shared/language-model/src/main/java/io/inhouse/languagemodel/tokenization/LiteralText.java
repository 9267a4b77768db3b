package io.inhouse.languagemodel.tokenization;

import io.inhouse.languagemodel.tokenization.TokenizerFile.Added;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people write apart from what controls a model. A chat template joins both to one text, in which
 * {@code <|im_end|>} would end a turn whoever wrote it. Here a mark (a character that Unicode reserves for such purposes) is
 * set into every such token that a message holds, before the template sees it; {@link Tokenizer#encode} takes marked ones as
 * letters and removes the marks.
 *
 * <p>Tags such as {@code <think>} and {@code <tool_call>} stay tokens in what the system and the assistant say: they belong to
 * the way models are told about tools and to what they answer. In messages of others they are letters too.
 */
public final class LiteralText {
    static final char MARK = '\uFDD0';
    /** Begin and end of a control token's name in the tokenizer that knows no others. */
    static final char BEGIN = '\uFDD1';

    static final char END = '\uFDD2';
    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern TAG = Pattern.compile("</?[a-z_]+>");
    private static final Set<String> MAY_WRITE_TAGS = Set.of("system", "developer", "assistant");

    private final Map<String, Added> tokens = new HashMap<>();
    /** Lengths of control tokens by their first character, largest first. */
    private final Map<Character, SortedSet<Integer>> lengths = new HashMap<>();

    LiteralText(List<Added> added) {
        for (Added token : added) {
            if (controls(token.text())) {
                tokens.put(token.text(), token);
                lengths.computeIfAbsent(token.text().charAt(0), c -> new TreeSet<>(Comparator.reverseOrder()))
                        .add(token.text().length());
            }
        }
    }

    /** Reads which tokens the model in this directory has; without a tokenizer.json there are none. */
    public static LiteralText of(Path modelDirectory) {
        Path file = modelDirectory.resolve("tokenizer.json");
        return new LiteralText(Files.exists(file) ? TokenizerFile.read(file).added() : List.of());
    }

    /** Runs of spaces and single characters are tokens of some models too, but nothing that controls. */
    private static boolean controls(String token) {
        return token.length() > 1 && !token.isBlank() && token.indexOf(MARK) < 0;
    }

    /** The messages of a conversation, marked. */
    public List<Map<String, Object>> messages(List<? extends Map<String, ?>> messages) {
        List<Map<String, Object>> marked = new ArrayList<>();
        for (Map<String, ?> message : messages) {
            marked.add(members(message, MAY_WRITE_TAGS.contains(String.valueOf(message.get("role")))));
        }
        return marked;
    }

    /** What the assistant says, marked. */
    public String answer(String text) {
        return marked(text, true);
    }

    /** A text that belongs to no conversation, marked: nothing in it controls. */
    public String text(String text) {
        return marked(text, false);
    }

    /** Declarations of tools, marked. */
    public @Nullable List<Map<String, Object>> tools(@Nullable List<? extends Map<String, ?>> tools) {
        return tools == null
                ? null
                : tools.stream().map(tool -> members(tool, false)).toList();
    }

    private Map<String, Object> members(Map<?, ?> map, boolean tagsAllowed) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(marked(String.valueOf(key), tagsAllowed), value(value, tagsAllowed)));
        return result;
    }

    @SuppressWarnings("NullAway") // JSON's null stays null
    private Object value(Object value, boolean tagsAllowed) {
        return switch (value) {
            case null -> null;
            case String text -> marked(text, tagsAllowed);
            case Map<?, ?> map -> members(map, tagsAllowed);
            case List<?> list -> {
                List<Object> result = new ArrayList<>();
                list.forEach(each -> result.add(value(each, tagsAllowed)));
                yield result;
            }
            default -> value;
        };
    }

    private String marked(String text, boolean tagsAllowed) {
        StringBuilder result = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            Added token = at(text, i);
            char c = text.charAt(i);
            if (token == null) {
                result.append(c >= MARK && c <= END ? REPLACEMENT : c);
                i++;
            } else if (tagsAllowed && TAG.matcher(token.text()).matches()) {
                result.append(token.text());
                i += token.text().length();
            } else {
                int first = Character.charCount(token.text().codePointAt(0));
                result.append(token.text(), 0, first).append(MARK);
                i += first;
            }
        }
        return result.toString();
    }

    /** The longest control token that begins here. */
    private @Nullable Added at(String text, int index) {
        for (int length : lengths.getOrDefault(text.charAt(index), Collections.emptySortedSet())) {
            Added token = index + length > text.length() ? null : tokens.get(text.substring(index, index + length));
            if (token != null) {
                return token;
            }
        }
        return null;
    }

    /** The text as it was written. */
    public static String withoutMarks(String text) {
        return text.indexOf(MARK) < 0 ? text : text.replace(String.valueOf(MARK), "");
    }

    /** Marks removed, and control tokens that are not marked under the names of {@link #names}. */
    String named(String marked) {
        StringBuilder result = new StringBuilder(marked.length() + 8);
        for (int i = 0; i < marked.length(); ) {
            Added token = at(marked, i);
            if (token != null) {
                result.append(name(token));
                i += token.text().length();
            } else {
                if (marked.charAt(i) != MARK) {
                    result.append(marked.charAt(i));
                }
                i++;
            }
        }
        return result.toString();
    }

    /** Other names of control tokens, which nobody can write. */
    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        tokens.forEach((text, token) -> names.put(text, name(token)));
        return names;
    }

    private static String name(Added token) {
        return BEGIN + Long.toString(token.id()) + END;
    }
}
