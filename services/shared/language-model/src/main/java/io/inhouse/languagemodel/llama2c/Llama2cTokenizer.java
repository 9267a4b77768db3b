package io.inhouse.languagemodel.llama2c;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of llama2.c in its first format: the longest piece's length, then a score, a length and UTF-8 bytes for
 * each piece. SentencePiece's byte-pair encoding with byte fallback: ids 0 to 2 are {@code <unk>}, {@code <s>},
 * {@code </s>} (written with line feeds around them), 3 to 258 the bytes, and a space in a piece stands for U+2581.
 */
record Llama2cTokenizer(List<String> pieces) {
    private static final int BYTES_BEGIN = 3;
    private static final int BYTES_END = BYTES_BEGIN + 256;
    private static final int LONGEST_PIECE = 1024;

    /** @param count number of pieces, from the weights' header */
    static Llama2cTokenizer read(byte[] bytes, int count) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> pieces = new ArrayList<>(count);
        if (in.remaining() < 4) {
            throw new IOException("there is no tokenizer after the llama2.c weights");
        }
        in.getInt();
        for (int id = 0; id < count; id++) {
            if (in.remaining() < 8) {
                throw new IOException("the llama2.c tokenizer is truncated at piece " + id + " of " + count);
            }
            in.getFloat(); // the score
            int length = in.getInt();
            if (length < 0 || length > LONGEST_PIECE || length > in.remaining()) {
                throw new IOException("the llama2.c tokenizer is damaged at piece " + id + ": length " + length);
            }
            byte[] piece = new byte[length];
            in.get(piece);
            pieces.add(name(id, new String(piece, StandardCharsets.UTF_8)));
        }
        if (in.hasRemaining()) {
            throw new IOException(in.remaining() + " bytes after the llama2.c tokenizer belong to nothing");
        }
        return new Llama2cTokenizer(pieces);
    }

    private static String name(int id, String piece) {
        return switch (id) {
            case 0 -> "<unk>";
            case 1 -> "<s>";
            case 2 -> "</s>";
            default ->
                id < BYTES_END
                        ? String.format(Locale.ROOT, "<0x%02X>", id - BYTES_BEGIN)
                        : piece.replace(' ', '\u2581');
        };
    }

    /** The content of {@code tokenizer.json}. No token is added to a text by itself: templates and callers say {@code <s>}. */
    Map<String, Object> toHuggingFace() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", List.of(special(0, "<unk>"), special(1, "<s>"), special(2, "</s>")));
        json.put("normalizer", null);
        json.put(
                "pre_tokenizer",
                object("type", "Metaspace", "replacement", "\u2581", "prepend_scheme", "first", "split", false));
        json.put("post_processor", null);
        json.put(
                "decoder",
                object(
                        "type",
                        "Sequence",
                        "decoders",
                        List.of(
                                object("type", "Replace", "pattern", object("String", "\u2581"), "content", " "),
                                object("type", "ByteFallback"),
                                object("type", "Fuse"),
                                object("type", "Strip", "content", " ", "start", 1, "stop", 0))));
        json.put("model", model());
        return json;
    }

    private Map<String, Object> model() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        return object(
                "type",
                "BPE",
                "dropout",
                null,
                "unk_token",
                "<unk>",
                "continuing_subword_prefix",
                null,
                "end_of_word_suffix",
                null,
                "fuse_unk",
                true,
                "byte_fallback",
                true,
                "ignore_merges",
                false,
                "vocab",
                vocabulary,
                "merges",
                merges());
    }

    private record Merge(String left, String right, int id, int leftId, int rightId) {}

    /**
     * SentencePiece joins the pair whose union scores best; Hugging Face keeps a ranked list of pairs. So every way to
     * cut a piece into two pieces is a merge, and since scores fall with the id, it is ranked by the piece's id.
     *
     * <p>Pieces of spaces only are the exception: their score is lower than all others. Transformers 5 ranks them by id
     * like the rest ({@code generate_merges} without scores), and so do we: ids equal those of transformers, and differ
     * from llama2.c's where several spaces follow each other.
     */
    private List<List<String>> merges() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = BYTES_END; id < pieces.size(); id++) {
            ids.put(pieces.get(id), id);
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = BYTES_END; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            for (int i = 1; i < piece.length(); i++) {
                Integer left = ids.get(piece.substring(0, i));
                Integer right = ids.get(piece.substring(i));
                if (left != null && right != null) {
                    merges.add(new Merge(piece.substring(0, i), piece.substring(i), id, left, right));
                }
            }
        }
        merges.sort(Comparator.comparingInt(Merge::id)
                .thenComparingInt(m -> m.left().codePointCount(0, m.left().length()))
                .thenComparingInt(m -> m.right().codePointCount(0, m.right().length()))
                .thenComparingInt(Merge::leftId)
                .thenComparingInt(Merge::rightId));
        return merges.stream().map(m -> List.of(m.left(), m.right())).toList();
    }

    private static Map<String, Object> special(int id, String content) {
        return object(
                "id",
                id,
                "content",
                content,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true);
    }

    @SuppressWarnings("NullAway") // JSON has nulls
    private static Map<String, Object> object(@Nullable Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put(String.valueOf(members[i]), members[i + 1]);
        }
        return map;
    }
}
