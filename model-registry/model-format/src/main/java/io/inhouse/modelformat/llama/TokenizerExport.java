package io.inhouse.modelformat.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.modelformat.HuggingFaceModel;
import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hugging Face's {@code tokenizer.json} as GGUF's metadata: the way back of {@link GgufTokenizer}. */
final class TokenizerExport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    private final JsonNode tokenizer;
    private final String[] tokens;
    private final Integer[] types;
    private final boolean sentencePiece;

    private TokenizerExport(JsonNode tokenizer, int vocabulary) throws MalformedModelException {
        this.tokenizer = tokenizer;
        JsonNode model = tokenizer.path("model");
        if (!model.path("type").asText("BPE").equals("BPE")
                || !model.path("vocab").isObject()) {
            throw new MalformedModelException(
                    "tokenizer.json: model type " + model.path("type").asText() + " is not written as GGUF; BPE is");
        }
        sentencePiece = model.path("byte_fallback").asBoolean(false);
        tokens = new String[vocabulary];
        types = new Integer[vocabulary];
        Arrays.setAll(tokens, id -> "[PAD" + id + "]");
        Arrays.fill(types, UNUSED);
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            String text = entry.getKey();
            boolean isByte = sentencePiece && text.matches("<0x[0-9A-F]{2}>");
            put(entry.getValue().intValue(), text, isByte ? BYTE : NORMAL);
        }
        String unknown = model.path("unk_token").asText("");
        for (JsonNode added : tokenizer.path("added_tokens")) {
            String text = added.path("content").asText();
            boolean special = added.path("special").asBoolean(false);
            put(
                    added.path("id").intValue(),
                    text,
                    sentencePiece && text.equals(unknown) ? UNKNOWN : special ? CONTROL : USER_DEFINED);
        }
    }

    private void put(int id, String text, int type) throws MalformedModelException {
        if (id < 0 || id >= tokens.length) {
            throw new MalformedModelException("tokenizer.json: token " + text + " has id " + id
                    + ", config.json's vocab_size is " + tokens.length);
        }
        tokens[id] = text;
        types[id] = type;
    }

    /** @throws MalformedModelException if texts would be cut otherwise there than here */
    static void write(HuggingFaceModel model, int vocabulary, GgufWriter writer) throws IOException {
        new TokenizerExport(model.json("tokenizer.json"), vocabulary).write(model, writer);
    }

    private void write(HuggingFaceModel model, GgufWriter writer) throws IOException {
        writer.metadata("tokenizer.ggml.model", sentencePiece ? "llama" : "gpt2");
        if (sentencePiece) {
            requireSentencePieceCut();
            writer.metadata("tokenizer.ggml.pre", "default").metadata("tokenizer.ggml.scores", scores());
            writer.metadata("tokenizer.ggml.add_space_prefix", prependsSpace());
        } else {
            writer.metadata("tokenizer.ggml.pre", cut().ggufName());
            writer.metadata(
                    "tokenizer.ggml.merges",
                    merges().stream().map(m -> m.getFirst() + " " + m.getLast()).toList());
        }
        writer.metadata("tokenizer.ggml.tokens", List.of(tokens));
        writer.metadata("tokenizer.ggml.token_type", List.of(types));
        JsonNode config = model.json("tokenizer_config.json");
        special(writer, config, "bos_token", "bos");
        special(writer, config, "eos_token", "eos");
        special(writer, config, "unk_token", "unknown");
        special(writer, config, "pad_token", "padding");
        writer.metadata("tokenizer.ggml.add_bos_token", false);
        if (config.path("chat_template").isTextual()) {
            writer.metadata(
                    "tokenizer.chat_template", config.path("chat_template").textValue());
        }
    }

    private void special(GgufWriter writer, JsonNode config, String from, String to) {
        JsonNode token = config.path(from);
        String text = token.isObject() ? token.path("content").asText("") : token.asText("");
        int id = token.isNull() ? -1 : Arrays.asList(tokens).indexOf(text);
        if (id >= 0) {
            writer.metadata("tokenizer.ggml." + to + "_token_id", id);
        }
    }

    /** The known cut with which tokenizer.json agrees in everything that changes token ids. */
    private PreTokenizer cut() throws MalformedModelException {
        JsonNode found = essence(tokenizer.path("pre_tokenizer"));
        boolean wholeWordsFirst = tokenizer.path("model").path("ignore_merges").asBoolean(false);
        boolean changesTexts = !tokenizer.path("normalizer").isMissingNode()
                && !tokenizer.path("normalizer").isNull();
        for (PreTokenizer known : PreTokenizer.values()) {
            if (!changesTexts
                    && known.wholeWordsFirst() == wholeWordsFirst
                    && essence(JSON.valueToTree(known.toHuggingFace())).equals(found)) {
                return known;
            }
        }
        throw new MalformedModelException(
                "tokenizer.json cuts texts in a way that has no name in GGUF known here; known are "
                        + PreTokenizer.known());
    }

    private static JsonNode essence(JsonNode preTokenizer) {
        JsonNode parts = preTokenizer.path("type").asText().equals("Sequence")
                ? preTokenizer.path("pretokenizers")
                : JSON.createArrayNode().add(preTokenizer);
        List<Map<String, String>> essence = new ArrayList<>();
        for (JsonNode part : parts) {
            Map<String, String> members = new HashMap<>();
            part.properties().forEach(m -> members.put(m.getKey(), m.getValue().toString()));
            // Only offsets into the text, which nobody asks for.
            members.remove("trim_offsets");
            members.putIfAbsent("use_regex", "true");
            essence.add(members);
        }
        return JSON.valueToTree(essence);
    }

    private void requireSentencePieceCut() throws MalformedModelException {
        String type = tokenizer.path("pre_tokenizer").path("type").asText("none");
        boolean pieces = type.equals("Metaspace") || type.equals("none");
        if (!pieces || (type.equals("none") && tokenizer.path("normalizer").isNull())) {
            throw new MalformedModelException("tokenizer.json: pre_tokenizer " + type
                    + " with byte_fallback is not written as GGUF; Metaspace is");
        }
    }

    private boolean prependsSpace() {
        JsonNode cut = tokenizer.path("pre_tokenizer");
        return cut.path("type").asText().equals("Metaspace")
                ? !cut.path("prepend_scheme").asText("first").equals("never")
                : tokenizer.path("normalizer").toString().contains("\"Prepend\"");
    }

    private List<List<String>> merges() {
        List<List<String>> merges = new ArrayList<>();
        for (JsonNode merge : tokenizer.path("model").path("merges")) {
            if (merge.isArray()) {
                merges.add(List.of(merge.get(0).asText(), merge.get(1).asText()));
            } else {
                String text = merge.asText();
                int space = text.indexOf(' ', 1);
                merges.add(List.of(text.substring(0, space), text.substring(space + 1)));
            }
        }
        return merges;
    }

    /** SentencePiece joins what scores best first: a token scores minus the rank of the first merge that makes it. */
    private List<Float> scores() {
        Map<String, Integer> ranks = new HashMap<>();
        int rank = 0;
        for (List<String> merge : merges()) {
            ranks.putIfAbsent(merge.getFirst() + merge.getLast(), rank++);
        }
        List<Float> scores = new ArrayList<>(Collections.nCopies(tokens.length, 0f));
        for (int id = 0; id < tokens.length; id++) {
            Integer known = ranks.get(tokens[id]);
            scores.set(id, known != null ? -(float) known : types[id] == NORMAL ? -(float) rank - id : 0f);
        }
        return scores;
    }
}
