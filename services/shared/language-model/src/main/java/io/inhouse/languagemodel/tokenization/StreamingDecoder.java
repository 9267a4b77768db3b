package io.inhouse.languagemodel.tokenization;

import java.util.Arrays;

/**
 * Turns token ids into text as they come. Text is given out only when no later token can change it: a character whose bytes
 * are spread over several tokens waits for the last of them. Belongs to one thread.
 *
 * <p>A window of recent tokens is decoded before and after each new one, and the difference is what is new: tokenizers
 * decide about spaces by looking at the neighbours, so tokens cannot be decoded one by one.
 */
public final class StreamingDecoder {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int NEIGHBOURS = 6;

    private final Tokenizer tokenizer;
    private int[] window;
    private String given;

    StreamingDecoder(Tokenizer tokenizer, int[] before) {
        this.tokenizer = tokenizer;
        window = Arrays.copyOfRange(before, Math.max(0, before.length - NEIGHBOURS), before.length);
        given = tokenizer.decode(window);
    }

    /** What this token adds; empty while a character is incomplete. */
    public String next(int id) {
        window = Arrays.copyOf(window, window.length + 1);
        window[window.length - 1] = id;
        String text = tokenizer.decode(window);
        boolean incomplete = !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
        if (incomplete || text.length() < given.length()) {
            return "";
        }
        return take(text);
    }

    /** What is still held back, an unfinished character as U+FFFD. */
    public String finish() {
        String text = tokenizer.decode(window);
        return text.length() <= given.length() ? "" : take(text);
    }

    private String take(String text) {
        String added = text.substring(given.length());
        if (!added.isEmpty()) {
            window = Arrays.copyOfRange(window, Math.max(0, window.length - NEIGHBOURS), window.length);
            given = tokenizer.decode(window);
        }
        return added;
    }
}
