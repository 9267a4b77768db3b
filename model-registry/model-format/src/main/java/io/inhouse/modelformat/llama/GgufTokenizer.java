package io.inhouse.modelformat.llama;

import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer in a GGUF file's metadata as Hugging Face's {@code tokenizer.json}: byte pairs over bytes (model {@code
 * gpt2}) or SentencePiece's pairs with scores (model {@code llama}).
 */
final class GgufTokenizer {
    private static final String SPACE = "\u2581";
    private static final long UNKNOWN = 2;
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;

    private final GgufFile file;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final boolean sentencePiece;

    private GgufTokenizer(GgufFile file, List<String> tokens, boolean sentencePiece) throws MalformedModelException {
        this.file = file;
        this.tokens = tokens;
        this.sentencePiece = sentencePiece;
        for (int id = 0; id < tokens.size(); id++) {
            if (ids.put(tokens.get(id), id) != null) {
                throw new MalformedModelException(
                        file.name() + ": token " + id + " has the same text as an earlier one: " + tokens.get(id));
            }
        }
    }

    /** @throws MalformedModelException if it is of a kind that would not give the same token ids here */
    static GgufTokenizer of(GgufFile file) throws MalformedModelException {
        String model = String.valueOf(file.text("tokenizer.ggml.model"));
        if (!model.equals("gpt2") && !model.equals("llama")) {
            throw new MalformedModelException(file.name() + ": tokenizer.ggml.model is " + model
                    + ", which is not read; gpt2 (byte pairs) and llama (SentencePiece) are");
        }
        return new GgufTokenizer(file, file.list("tokenizer.ggml.tokens", String.class), model.equals("llama"));
    }

    /** The token with this id in the metadata; null if the file names none. */
    @Nullable
    String special(String key) throws MalformedModelException {
        Long id = file.integer("tokenizer.ggml." + key + "_token_id");
        if (id == null) {
            return null;
        }
        if (id < 0 || id >= tokens.size()) {
            throw new MalformedModelException(file.name() + ": tokenizer.ggml." + key + "_token_id is " + id
                    + ", beyond the " + tokens.size() + " tokens");
        }
        return tokens.get(id.intValue());
    }

    /** The content of tokenizer.json. No token is added to a text by itself: templates and callers say them. */
    Map<String, @Nullable Object> toHuggingFace() throws MalformedModelException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", addedTokens());
        json.put("normalizer", sentencePiece ? spaces() : null);
        json.put("pre_tokenizer", sentencePiece ? null : byteLevelCut().toHuggingFace());
        json.put("post_processor", null);
        json.put("decoder", decoder());
        json.put("model", model());
        return json;
    }

    private List<Object> addedTokens() throws MalformedModelException {
        if (!file.has("tokenizer.ggml.token_type")) {
            throw new MalformedModelException(
                    file.name() + ": tokenizer.ggml.token_type is missing, so special tokens cannot be told from text");
        }
        List<Long> types = file.list("tokenizer.ggml.token_type", Long.class);
        if (types.size() != tokens.size()) {
            throw new MalformedModelException(
                    file.name() + ": there are " + tokens.size() + " tokens, but " + types.size() + " token types");
        }
        List<Object> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            long type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                Map<String, Object> token = new LinkedHashMap<>();
                token.put("id", id);
                token.put("content", tokens.get(id));
                token.put("single_word", false);
                token.put("lstrip", false);
                token.put("rstrip", false);
                token.put("normalized", false);
                token.put("special", type != USER_DEFINED);
                added.add(token);
            }
        }
        return added;
    }

    /** Spaces become letters; llama.cpp puts one more before a text and after every special token, and so does this. */
    private Map<String, Object> spaces() throws MalformedModelException {
        Map<String, Object> replaced = ordered("type", "Replace", "pattern", ordered("String", " "), "content", SPACE);
        Boolean prefix = file.flag("tokenizer.ggml.add_space_prefix");
        return prefix == null || prefix
                ? ordered(
                        "type",
                        "Sequence",
                        "normalizers",
                        List.of(ordered("type", "Prepend", "prepend", SPACE), replaced))
                : replaced;
    }

    private PreTokenizer byteLevelCut() throws MalformedModelException {
        String name = String.valueOf(file.text("tokenizer.ggml.pre"));
        return PreTokenizer.named(name)
                .orElseThrow(() -> new MalformedModelException(file.name() + ": tokenizer.ggml.pre is " + name
                        + ", which would cut texts in a way not known here; known are " + PreTokenizer.known()
                        + ". Import the model in Hugging Face's layout, which carries its tokenizer.json"));
    }

    private Map<String, Object> decoder() {
        if (!sentencePiece) {
            return ordered("type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true);
        }
        return ordered(
                "type",
                "Sequence",
                "decoders",
                List.of(
                        ordered("type", "Replace", "pattern", ordered("String", SPACE), "content", " "),
                        ordered("type", "ByteFallback"),
                        ordered("type", "Fuse"),
                        ordered("type", "Strip", "content", " ", "start", 1, "stop", 0)));
    }

    private Map<String, @Nullable Object> model() throws MalformedModelException {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", sentencePiece ? special("unknown") : null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", sentencePiece);
        model.put("byte_fallback", sentencePiece);
        model.put("ignore_merges", !sentencePiece && byteLevelCut().wholeWordsFirst());
        model.put("vocab", ids);
        model.put("merges", file.has("tokenizer.ggml.merges") ? mergesInFile() : mergesByScore());
        return model;
    }

    /** A merge stands as "left right"; tokens themselves hold no space. */
    private List<List<String>> mergesInFile() throws MalformedModelException {
        List<List<String>> merges = new ArrayList<>();
        for (String merge : file.list("tokenizer.ggml.merges", String.class)) {
            int space = merge.indexOf(' ', 1);
            if (space < 0 || !ids.containsKey(merge.replaceFirst("(?<=.) ", ""))) {
                throw new MalformedModelException(
                        file.name() + ": tokenizer.ggml.merges holds \"" + merge + "\", which makes no token");
            }
            merges.add(List.of(merge.substring(0, space), merge.substring(space + 1)));
        }
        return merges;
    }

    private record Merge(String left, String right, double score, int leftId, int rightId) {}

    /**
     * SentencePiece joins the neighbours whose union scores best; Hugging Face keeps a ranked list of pairs. So every way to
     * cut a token into two tokens is a merge, best score first; among equals in transformers' order.
     */
    private List<List<String>> mergesByScore() throws MalformedModelException {
        if (!sentencePiece) {
            throw new MalformedModelException(file.name() + ": tokenizer.ggml.merges is missing");
        }
        List<Float> scores = file.list("tokenizer.ggml.scores", Float.class);
        if (scores.size() != tokens.size()) {
            throw new MalformedModelException(
                    file.name() + ": there are " + tokens.size() + " tokens, but " + scores.size() + " scores");
        }
        Map<String, Integer> known = new HashMap<>(ids);
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            for (int cut = token.offsetByCodePoints(0, token.isEmpty() ? 0 : 1);
                    cut < token.length();
                    cut = token.offsetByCodePoints(cut, 1)) {
                Integer left = known.get(token.substring(0, cut));
                Integer right = known.get(token.substring(cut));
                if (left != null && right != null) {
                    merges.add(new Merge(token.substring(0, cut), token.substring(cut), scores.get(id), left, right));
                }
            }
        }
        merges.sort(Comparator.comparingDouble(Merge::score)
                .thenComparingInt(m -> m.left().codePointCount(0, m.left().length()))
                .thenComparingInt(m -> m.right().codePointCount(0, m.right().length()))
                .reversed()
                .thenComparingInt(Merge::leftId)
                .thenComparingInt(Merge::rightId));
        return merges.stream().map(m -> List.of(m.left(), m.right())).toList();
    }

    static Map<String, Object> ordered(Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put(String.valueOf(members[i]), members[i + 1]);
        }
        return map;
    }
}
