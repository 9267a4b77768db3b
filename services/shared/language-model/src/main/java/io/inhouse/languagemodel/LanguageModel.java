package io.inhouse.languagemodel;

import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tokenization.Tokenizer;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A base model, read from a directory in Hugging Face's layout: {@code config.json}, safetensors, {@code tokenizer.json}.
 * One copy serves the base and any number of adapters, to any number of threads at once.
 */
public final class LanguageModel implements AutoCloseable {
    private final Path directory;
    private final Decoder decoder;
    private final Tokenizer tokenizer;

    private LanguageModel(Path directory, Decoder decoder, Tokenizer tokenizer) {
        this.directory = directory;
        this.decoder = decoder;
        this.tokenizer = tokenizer;
    }

    /**
     * Weights are mapped, not read: opening takes milliseconds, the first use as long as the disk needs.
     *
     * @throws io.inhouse.languagemodel.weights.UnusableModelException if the directory holds no model we can compute with
     */
    public static LanguageModel open(Path huggingFaceDirectory, ModelOptions options) {
        Decoder decoder = Decoder.open(huggingFaceDirectory, options.threads(), options.expandHalfPrecision());
        try {
            Tokenizer tokenizer = Tokenizer.open(huggingFaceDirectory);
            if (tokenizer.largestId() >= decoder.config().vocabularySize()) {
                tokenizer.close();
                throw new UnusableModelException("tokenizer.json has a token with id " + tokenizer.largestId()
                        + ", but config.json's vocab_size is "
                        + decoder.config().vocabularySize()
                        + ": they belong to different models");
            }
            return new LanguageModel(huggingFaceDirectory, decoder, tokenizer);
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    public Path directory() {
        return directory;
    }

    public ModelConfig config() {
        return decoder.config();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The tensors, for the trainer. */
    public Decoder decoder() {
        return decoder;
    }

    /** Token ids of a plain text, with begin-of-text if the model has one. */
    public int[] promptIds(String text) {
        int[] ids = tokenizer.encode(text);
        if (config().beginOfText().isEmpty()) {
            return ids;
        }
        int[] withBegin = new int[ids.length + 1];
        withBegin[0] = config().beginOfText().getAsInt();
        System.arraycopy(ids, 0, withBegin, 1, ids.length);
        return withBegin;
    }

    /** @throws io.inhouse.languagemodel.weights.UnusableModelException if the files are malformed or do not fit this model */
    public LoraAdapter loadAdapter(Path peftDirectory) {
        return LoraAdapter.load(decoder, peftDirectory);
    }

    /**
     * Generates one completion on the calling thread (a platform thread: native settings belong to it).
     *
     * @throws ContextExceededException if the prompt leaves no room for a single token
     */
    public GenerationResult generate(GenerationRequest request, GenerationListener listener) {
        return new Generation(this, request, listener).run();
    }

    /**
     * Greedy completions of many prompts, computed together where prompts are equally long; much faster than one by one.
     *
     * @param adapter null for the base model
     * @return the generated token ids of each prompt, in order, without end-of-text
     */
    public List<int[]> completeGreedily(List<int[]> prompts, @Nullable LoraAdapter adapter, int maxTokens) {
        return new BatchGeneration(decoder, adapter, maxTokens).run(prompts);
    }

    /**
     * What the model thinks comes next after each of these tokens; for checks and measurements.
     *
     * @return per token the vocabulary's logits
     */
    public float[][] logits(int[] ids, @Nullable LoraAdapter adapter) {
        if (ids.length > config().contextLength()) {
            throw new ContextExceededException(ids.length, config().contextLength());
        }
        try (Decoder.Sequence sequence = adapter == null
                        ? decoder.start(1, ids.length)
                        : decoder.start(1, ids.length, adapter.matrices());
                TensorScope scope = new TensorScope()) {
            float[] all = sequence.logits(
                            scope, Arrays.stream(ids).asLongStream().toArray(), true)
                    .toFloats();
            float[][] logits = new float[ids.length][];
            for (int i = 0; i < ids.length; i++) {
                logits[i] = Arrays.copyOfRange(all, i * config().vocabularySize(), (i + 1) * config().vocabularySize());
            }
            return logits;
        }
    }

    /** Unmaps the weights. No generation may be running, and adapters are of no use any more. */
    @Override
    public void close() {
        tokenizer.close();
        decoder.close();
    }
}
