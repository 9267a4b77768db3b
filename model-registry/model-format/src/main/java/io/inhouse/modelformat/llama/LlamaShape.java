package io.inhouse.modelformat.llama;

import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufFile;

/** The numbers that fix the shapes of all tensors. */
record LlamaShape(
        int vocabulary,
        int hidden,
        int feedForward,
        int layers,
        int heads,
        int keyHeads,
        int headDimension,
        int context,
        boolean tied) {

    /** @throws MalformedModelException if the metadata lacks one, or they do not fit together */
    static LlamaShape of(GgufFile file) throws MalformedModelException {
        int hidden = positive(file, "llama.embedding_length");
        int heads = positive(file, "llama.attention.head_count");
        int keyHeads =
                file.has("llama.attention.head_count_kv") ? positive(file, "llama.attention.head_count_kv") : heads;
        int vocabulary = file.list("tokenizer.ggml.tokens", String.class).size();
        if (file.has("llama.vocab_size") && positive(file, "llama.vocab_size") != vocabulary) {
            throw new MalformedModelException(file.name() + ": llama.vocab_size is "
                    + positive(file, "llama.vocab_size") + ", but the tokenizer has " + vocabulary + " tokens");
        }
        if (!file.has("llama.attention.key_length") && hidden % heads != 0) {
            throw new MalformedModelException(file.name() + ": llama.embedding_length " + hidden
                    + " is no multiple of llama.attention.head_count " + heads);
        }
        int headDimension =
                file.has("llama.attention.key_length") ? positive(file, "llama.attention.key_length") : hidden / heads;
        if (heads % keyHeads != 0 || headDimension % 2 != 0) {
            throw new MalformedModelException(file.name() + ": " + heads + " heads of size " + headDimension + " on "
                    + keyHeads + " key heads are impossible");
        }
        requireEqual(file, "llama.attention.value_length", headDimension);
        requireEqual(file, "llama.rope.dimension_count", headDimension);
        return new LlamaShape(
                vocabulary,
                hidden,
                positive(file, "llama.feed_forward_length"),
                layers(file),
                heads,
                keyHeads,
                headDimension,
                positive(file, "llama.context_length"),
                !file.tensors().containsKey("output.weight"));
    }

    /** Refused if there are not even so many tensors: what is expected of each layer is listed in memory. */
    private static int layers(GgufFile file) throws MalformedModelException {
        int layers = positive(file, "llama.block_count");
        if (layers > file.tensors().size()) {
            throw new MalformedModelException(file.name() + ": llama.block_count is " + layers + ", but there are only "
                    + file.tensors().size() + " tensors");
        }
        return layers;
    }

    private static void requireEqual(GgufFile file, String key, int wanted) throws MalformedModelException {
        if (file.has(key) && positive(file, key) != wanted) {
            throw new MalformedModelException(file.name() + ": " + key + " is " + positive(file, key)
                    + "; only that of the whole head, " + wanted + ", is read");
        }
    }

    private static int positive(GgufFile file, String key) throws MalformedModelException {
        Long value = file.integer(key);
        if (value == null || value < 1 || value > Integer.MAX_VALUE) {
            throw new MalformedModelException(file.name() + ": " + key + " is " + (value == null ? "missing" : value)
                    + "; a positive integer is needed");
        }
        return value.intValue();
    }
}
