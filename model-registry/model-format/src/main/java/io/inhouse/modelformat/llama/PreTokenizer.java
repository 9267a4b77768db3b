package io.inhouse.modelformat.llama;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a text is cut before byte pairs are merged. GGUF only names it ({@code tokenizer.ggml.pre}); Hugging Face's
 * tokenizer.json spells it out. Known are those whose two forms were compared on real tokenizers.
 */
enum PreTokenizer {
    /** Single digits, then GPT-2's pieces. */
    SMOLLM(List.of("smollm"), false) {
        @Override
        Map<String, Object> toHuggingFace() {
            return sequence(Map.of("type", "Digits", "individual_digits", true), byteLevel(true));
        }
    },
    GPT_2(List.of("gpt-2", "gpt2"), false) {
        @Override
        Map<String, Object> toHuggingFace() {
            return byteLevel(true);
        }
    },
    LLAMA_3(List.of("llama-bpe", "llama3", "llama-v3"), true) {
        @Override
        Map<String, Object> toHuggingFace() {
            return sequence(split(LLAMA_3_PIECES), byteLevel(false));
        }
    };

    private static final String LLAMA_3_PIECES =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final List<String> names;
    private final boolean wholeWordsFirst;

    PreTokenizer(List<String> names, boolean wholeWordsFirst) {
        this.names = names;
        this.wholeWordsFirst = wholeWordsFirst;
    }

    /** As tokenizer.json has it. */
    abstract Map<String, Object> toHuggingFace();

    /** In GGUF. */
    String ggufName() {
        return names.getFirst();
    }

    /** Whether a piece that is a token is not merged from its parts. */
    boolean wholeWordsFirst() {
        return wholeWordsFirst;
    }

    static Optional<PreTokenizer> named(String name) {
        return Arrays.stream(values()).filter(p -> p.names.contains(name)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(PreTokenizer::ggufName).collect(Collectors.joining(", "));
    }

    private static Map<String, Object> sequence(Object... parts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Sequence");
        json.put("pretokenizers", List.of(parts));
        return json;
    }

    private static Map<String, Object> split(String pattern) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Split");
        json.put("pattern", Map.of("Regex", pattern));
        json.put("behavior", "Isolated");
        json.put("invert", false);
        return json;
    }

    private static Map<String, Object> byteLevel(boolean regex) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "ByteLevel");
        json.put("add_prefix_space", false);
        json.put("trim_offsets", true);
        json.put("use_regex", regex);
        return json;
    }
}
