package io.inhouse.languagemodel.tokenization;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.inhouse.languagemodel.tensor.NativeRuntime;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer a model came with. Special tokens written out in a text are recognised unless {@link LiteralText} marked them;
 * none is added. Safe for use by many threads.
 */
public final class Tokenizer implements AutoCloseable {
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final Path file;
    private final TokenizerFile content;
    private final LiteralText literal;
    private final HuggingFaceTokenizer tokenizer;

    /** Of tokens that stand for themselves, by id. */
    private final Map<Long, String> names;

    /** For texts with marks, made when the first one comes. Guarded by this. */
    private @Nullable HuggingFaceTokenizer renamed;

    private Tokenizer(Path file, TokenizerFile content, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.content = content;
        this.literal = new LiteralText(content.added());
        this.tokenizer = tokenizer;
        this.names = content.added().stream()
                .collect(Collectors.toUnmodifiableMap(TokenizerFile.Added::id, TokenizerFile.Added::text, (a, b) -> a));
    }

    /** @throws UnusableModelException if there is no tokenizer.json or it cannot be read */
    public static Tokenizer open(Path directory) {
        NativeRuntime.forbidNetwork();
        Path file = directory.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            throw new UnusableModelException(
                    "tokenizer.json is missing: tokenizers in other formats are not read, convert it with transformers");
        }
        TokenizerFile content = TokenizerFile.read(file);
        try {
            return new Tokenizer(file, content, HuggingFaceTokenizer.newInstance(file, OPTIONS));
        } catch (IOException | RuntimeException e) {
            throw new UnusableModelException("tokenizer.json cannot be used: " + e.getMessage(), e);
        }
    }

    /** The largest token id that a text can become. */
    public long largestId() {
        return content.largestId();
    }

    /** Which tokens control the model. */
    public LiteralText literal() {
        return literal;
    }

    /** Token ids of the text alone: no begin-of-text, no end-of-text. */
    public int[] encode(String text) {
        if (text.indexOf(LiteralText.MARK) < 0) {
            return encode(tokenizer, text);
        }
        return encode(renamed(), literal.named(text));
    }

    private static int[] encode(HuggingFaceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    private synchronized HuggingFaceTokenizer renamed() {
        if (renamed == null) {
            try {
                byte[] json = TokenizerFile.renamed(file, literal.names());
                renamed = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return renamed;
    }

    /** The text of these token ids without special tokens; bytes that are no UTF-8 become U+FFFD. */
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return wide.length == 0 ? "" : tokenizer.decode(wide, true);
    }

    /**
     * What each token stands for in its place: one that controls the model its name, any other what it adds to the text;
     * nothing where a later token completes a character.
     */
    public List<String> pieces(int[] ids) {
        List<String> pieces = new ArrayList<>(ids.length);
        StreamingDecoder text = streamAfter(new int[0]);
        for (int id : ids) {
            String added = text.next(id);
            String name = names.get((long) id);
            pieces.add(added.isEmpty() && name != null ? name : added);
        }
        String rest = text.finish();
        if (!rest.isEmpty()) {
            pieces.set(pieces.size() - 1, pieces.getLast() + rest);
        }
        return pieces;
    }

    /** Whether the token stands for itself and not for letters, such as {@code <|im_end|>}. */
    public boolean isControl(int id) {
        return names.containsKey((long) id);
    }

    /**
     * Decodes token by token.
     *
     * @param before what precedes the text, for example the prompt: it decides whether the first word begins with a space
     */
    public StreamingDecoder streamAfter(int[] before) {
        return new StreamingDecoder(this, before);
    }

    @Override
    public synchronized void close() {
        tokenizer.close();
        if (renamed != null) {
            renamed.close();
        }
    }
}
