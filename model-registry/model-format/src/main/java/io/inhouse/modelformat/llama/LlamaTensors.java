package io.inhouse.modelformat.llama;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a Llama model under both names, with their shapes. */
final class LlamaTensors {
    private static final String BLOCK = "blk.";

    private LlamaTensors() {}

    /** Whose heads' rows are in another order in GGUF: see {@link #rowInGguf}. */
    enum Heads {
        NONE,
        QUERY,
        KEY
    }

    /**
     * @param gguf name there
     * @param huggingFace name there
     * @param shape row-major
     */
    record Named(String gguf, String huggingFace, List<Long> shape, Heads heads) {}

    /** Every tensor such a model has, by its name in GGUF. */
    static Map<String, Named> of(LlamaShape shape) {
        Map<String, Named> all = new LinkedHashMap<>();
        long hidden = shape.hidden();
        long queries = (long) shape.heads() * shape.headDimension();
        long keys = (long) shape.keyHeads() * shape.headDimension();
        long inner = shape.feedForward();
        add(all, "token_embd", "model.embed_tokens", Heads.NONE, shape.vocabulary(), hidden);
        for (int l = 0; l < shape.layers(); l++) {
            String from = BLOCK + l + ".";
            String to = "model.layers." + l + ".";
            add(all, from + "attn_norm", to + "input_layernorm", Heads.NONE, hidden);
            add(all, from + "attn_q", to + "self_attn.q_proj", Heads.QUERY, queries, hidden);
            add(all, from + "attn_k", to + "self_attn.k_proj", Heads.KEY, keys, hidden);
            add(all, from + "attn_v", to + "self_attn.v_proj", Heads.NONE, keys, hidden);
            add(all, from + "attn_output", to + "self_attn.o_proj", Heads.NONE, hidden, queries);
            add(all, from + "ffn_norm", to + "post_attention_layernorm", Heads.NONE, hidden);
            add(all, from + "ffn_gate", to + "mlp.gate_proj", Heads.NONE, inner, hidden);
            add(all, from + "ffn_up", to + "mlp.up_proj", Heads.NONE, inner, hidden);
            add(all, from + "ffn_down", to + "mlp.down_proj", Heads.NONE, hidden, inner);
        }
        add(all, "output_norm", "model.norm", Heads.NONE, hidden);
        if (!shape.tied()) {
            add(all, "output", "lm_head", Heads.NONE, shape.vocabulary(), hidden);
        }
        return all;
    }

    private static void add(Map<String, Named> all, String gguf, String huggingFace, Heads heads, long... shape) {
        List<Long> extents = java.util.Arrays.stream(shape).boxed().toList();
        all.put(gguf + ".weight", new Named(gguf + ".weight", huggingFace + ".weight", extents, heads));
    }

    /**
     * Hugging Face turns the pairs (i, i + d/2) of a head, llama.cpp (2i, 2i + 1); so the rows of W_q and W_k lie
     * differently: row (head, half, i) there is row (head, i, half) here.
     *
     * @param row in Hugging Face's order
     * @return the same row's index in GGUF
     */
    static long rowInGguf(long row, int headDimension) {
        long head = row / headDimension;
        long within = row % headDimension;
        long half = within / (headDimension / 2);
        long pair = within % (headDimension / 2);
        return head * headDimension + 2 * pair + half;
    }

    /** The other way round. */
    static long rowInHuggingFace(long row, int headDimension) {
        long head = row / headDimension;
        long within = row % headDimension;
        return head * headDimension + within % 2 * (headDimension / 2) + within / 2;
    }
}
