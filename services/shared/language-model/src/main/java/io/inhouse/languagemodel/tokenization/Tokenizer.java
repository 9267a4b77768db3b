package io.inhouse.languagemodel.tokenization;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.inhouse.languagemodel.tensor.NativeRuntime;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tokenizer a model came with. Special tokens written out in a text are recognised; none is added. Safe for use by many
 * threads.
 */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private Tokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @throws UnusableModelException if there is no tokenizer.json or it cannot be read */
    public static Tokenizer open(Path directory) {
        NativeRuntime.forbidNetwork();
        Path file = directory.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            throw new UnusableModelException(
                    "tokenizer.json is missing: tokenizers in other formats are not read, convert it with transformers");
        }
        try {
            return new Tokenizer(HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")));
        } catch (IOException | RuntimeException e) {
            throw new UnusableModelException("tokenizer.json cannot be used: " + e.getMessage(), e);
        }
    }

    /** Token ids of the text alone: no begin-of-text, no end-of-text. */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
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
     * Decodes token by token.
     *
     * @param before what precedes the text, for example the prompt: it decides whether the first word begins with a space
     */
    public StreamingDecoder streamAfter(int[] before) {
        return new StreamingDecoder(this, before);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
