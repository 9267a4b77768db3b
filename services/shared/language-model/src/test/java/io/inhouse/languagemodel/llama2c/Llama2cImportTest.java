package io.inhouse.languagemodel.llama2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.ReferenceStories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cImportTest {
    private static final int HIDDEN = 8;
    private static final int FEED_FORWARD = 12;
    private static final int LAYERS = 2;
    private static final int HEADS = 2;
    private static final int KEY_HEADS = 1;
    private static final int CONTEXT = 16;
    private static final List<String> PIECES = List.of(" t", "he", " the", " ", "t", "h", "e", "r", "é");
    private static final int VOCABULARY = 259 + PIECES.size();

    @TempDir
    Path directory;

    @Test
    void writesADirectoryInTheHuggingFaceLayout() throws IOException {
        Path data = Files.write(directory.resolve("llama2.data"), data());
        Path target = directory.resolve("model");

        Llama2cImport.convert(data, target, "");

        JsonNode config =
                new ObjectMapper().readTree(target.resolve("config.json").toFile());
        assertThat(config.path("num_key_value_heads").asInt()).isEqualTo(KEY_HEADS);
        assertThat(config.path("eos_token_id").asInt()).isEqualTo(1);
        assertThat(config.path("tie_word_embeddings").asBoolean()).isTrue();
        try (SafetensorsFile tensors = SafetensorsFile.open(target.resolve("model.safetensors"))) {
            assertThat(tensors.tensors()).hasSize(2 + 9 * LAYERS);
            assertThat(tensors.tensor("model.embed_tokens.weight").shape()).containsExactly((long) VOCABULARY, 8L);
            assertThat(tensors.tensor("model.layers.1.self_attn.k_proj.weight").shape())
                    .containsExactly(4L, 8L);
            assertThat(tensors.floats("model.layers.1.mlp.up_proj.weight"))
                    .containsExactly(part(offsetOfUp() + FEED_FORWARD * HIDDEN, FEED_FORWARD * HIDDEN));
        }
    }

    /** Rotary embedding the way llama2.c and the way Hugging Face does it, on their own layouts of the same matrices. */
    @Test
    void queriesAndKeysMeetInTheSameProducts() throws IOException {
        Path data = Files.write(directory.resolve("llama2.data"), data());
        Llama2cImport.convert(data, directory, "");
        float[] query = part(queryOffset(), HIDDEN * HIDDEN);
        float[] key = part(queryOffset() + LAYERS * HIDDEN * HIDDEN, 4 * HIDDEN);
        float[] x = {1, -2, 3, 0.5f, -1, 2, 0, 1};
        float[] y = {0, 1, -1, 2, 0.25f, -3, 1, 2};

        try (SafetensorsFile tensors = SafetensorsFile.open(directory.resolve("model.safetensors"))) {
            float[] q = tensors.floats("model.layers.0.self_attn.q_proj.weight");
            float[] k = tensors.floats("model.layers.0.self_attn.k_proj.weight");
            for (int head = 0; head < HEADS; head++) {
                double expected = dot(rotatedPairs(times(query, head, x), 5), rotatedPairs(times(key, 0, y), 2));
                double actual = dot(rotatedHalves(times(q, head, x), 5), rotatedHalves(times(k, 0, y), 2));
                assertThat(actual).isEqualTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void theTokenizerMergesByRankAndFallsBackToBytes() throws IOException {
        Path data = Files.write(directory.resolve("llama2.data"), data());
        Llama2cImport.convert(data, directory, "");

        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"))) {
            long[] ids = tokenizer.encode("there\u00e9Z\n", false, false).getIds();

            long the = 259 + PIECES.indexOf(" the");
            long r = 259 + PIECES.indexOf("r");
            long e = 259 + PIECES.indexOf("e");
            long accented = 259 + PIECES.indexOf("é");
            assertThat(ids).containsExactly(the, r, e, accented, 3 + 'Z', 3 + '\n');
            assertThat(tokenizer.decode(ids)).isEqualTo("there\u00e9Z\n");
        }
    }

    @Test
    void refusesOtherWeightsThanTheExpectedOnes() throws IOException {
        Path data = Files.write(directory.resolve("llama2.data"), data());

        assertThatThrownBy(() -> Llama2cImport.convert(data, directory.resolve("model")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected cd590644");
        assertThat(directory.resolve("model")).doesNotExist();
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] whole = data();
        for (int size : new int[] {10, 1000, whole.length - 1}) {
            Path data = Files.write(directory.resolve("llama2.data"), Arrays.copyOf(whole, size));

            assertThatThrownBy(() -> Llama2cImport.convert(data, directory.resolve("model"), ""))
                    .isInstanceOf(IOException.class);
            assertThat(directory.resolve("model").resolve("config.json")).doesNotExist();
        }
    }

    /** The real package, tensor by tensor and text by text as somebody else converted it. */
    @Test
    void equalsAnIndependentConversion() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(Path.of("src", "test", "resources", "golden", "stories15M.json")
                        .toFile());

        Llama2cImport.convert(ReferenceStories.weights(), directory);

        try (SafetensorsFile ours = SafetensorsFile.open(directory.resolve("model.safetensors"))) {
            Map<String, String> digests = new TreeMap<>();
            for (String name : ours.tensors().keySet()) {
                digests.put(
                        name, HexFormat.of().formatHex(sha256(ours.segment(name).toArray(ValueLayout.JAVA_BYTE))));
            }
            assertThat(digests)
                    .isEqualTo(new ObjectMapper().convertValue(expected.path("tensors"), new TypeReference<>() {}));
        }
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"))) {
            for (JsonNode text : expected.path("texts")) {
                long[] ids = tokenizer
                        .encode(text.path("text").textValue(), false, false)
                        .getIds();
                assertThat(ids)
                        .as(text.path("text").textValue())
                        .isEqualTo(new ObjectMapper().convertValue(text.path("ids"), long[].class));
                assertThat(tokenizer.decode(ids)).isEqualTo(text.path("decoded").textValue());
            }
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long queryOffset() {
        return (long) VOCABULARY * HIDDEN + LAYERS * HIDDEN;
    }

    private static long offsetOfUp() {
        long attention = (long) LAYERS * (2L * HIDDEN * HIDDEN + 2L * 4 * HIDDEN);
        return queryOffset() + attention + LAYERS * HIDDEN + 2L * LAYERS * FEED_FORWARD * HIDDEN;
    }

    private static float[] part(long offset, int length) {
        MemorySegment bytes = MemorySegment.ofArray(data()).asSlice(28 + 4 * offset, 4L * length);
        return bytes.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    /** The rows of one head (4 of them) times a vector. */
    private static double[] times(float[] matrix, int head, float[] x) {
        double[] y = new double[4];
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < HIDDEN; column++) {
                y[row] += (double) matrix[(head * 4 + row) * HIDDEN + column] * x[column];
            }
        }
        return y;
    }

    private static double[] rotatedPairs(double[] v, int position) {
        double[] out = new double[4];
        for (int i = 0; i < 2; i++) {
            double angle = position / Math.pow(10000, 2.0 * i / 4);
            out[2 * i] = v[2 * i] * Math.cos(angle) - v[2 * i + 1] * Math.sin(angle);
            out[2 * i + 1] = v[2 * i] * Math.sin(angle) + v[2 * i + 1] * Math.cos(angle);
        }
        return out;
    }

    private static double[] rotatedHalves(double[] v, int position) {
        double[] out = new double[4];
        for (int i = 0; i < 2; i++) {
            double angle = position / Math.pow(10000, 2.0 * i / 4);
            out[i] = v[i] * Math.cos(angle) - v[i + 2] * Math.sin(angle);
            out[i + 2] = v[i] * Math.sin(angle) + v[i + 2] * Math.cos(angle);
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static byte[] data() {
        long floats = (long) VOCABULARY * HIDDEN
                + LAYERS * (2L * HIDDEN + 2L * HIDDEN * HIDDEN + 2L * 4 * HIDDEN + 3L * FEED_FORWARD * HIDDEN)
                + HIDDEN
                + CONTEXT * 4;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : new int[] {HIDDEN, FEED_FORWARD, LAYERS, HEADS, KEY_HEADS, VOCABULARY, CONTEXT}) {
            out.writeBytes(integer(value));
        }
        Random random = new Random(7);
        for (long i = 0; i < floats; i++) {
            out.writeBytes(integer(Float.floatToIntBits((float) random.nextGaussian())));
        }
        out.writeBytes(integer(27));
        for (int id = 0; id < VOCABULARY; id++) {
            String piece = id < 3
                    ? List.of("<unk>", "\n<s>\n", "\n</s>\n").get(id)
                    : id < 259 ? Character.toString(id - 3) : PIECES.get(id - 259);
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(integer(Float.floatToIntBits(id < 259 ? 0 : 259 - id)));
            out.writeBytes(integer(bytes.length));
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
