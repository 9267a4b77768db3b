package io.inhouse.modelformat.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.modelformat.Golden;
import io.inhouse.modelformat.MalformedModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GGUF file becomes the directory that transformers would have made of it. */
class GgufImportTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "pieces"})
    void every_weight_equals_the_reference_bit_by_bit(String name) throws IOException {
        Path directory = temporary.resolve(name);

        GgufImport.convert(Golden.DIRECTORY.resolve(name + ".gguf"), directory);

        JsonNode expected = Golden.of(name).path("sha256");
        try (SafetensorsFile weights = SafetensorsFile.open(directory.resolve("model.safetensors"))) {
            assertThat(weights.tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            expected.properties().stream().map(e -> e.getKey()).toList());
            for (String tensor : weights.tensors().keySet()) {
                assertThat(sha256(weights.floats(tensor)))
                        .as(tensor)
                        .isEqualTo(expected.path(tensor).asText());
            }
        }
    }

    @Test
    void the_configuration_says_what_the_metadata_say() throws IOException {
        GgufImport.convert(Golden.DIRECTORY.resolve("mixed.gguf"), temporary.resolve("mixed"));
        GgufImport.convert(Golden.DIRECTORY.resolve("pieces.gguf"), temporary.resolve("pieces"));

        JsonNode mixed = json("mixed/config.json");
        JsonNode pieces = json("pieces/config.json");
        assertThat(mixed.path("rms_norm_eps").doubleValue()).isEqualTo(1e-5);
        assertThat(mixed.path("rope_theta").doubleValue()).isEqualTo(100000);
        assertThat(mixed.path("rope_scaling").isNull()).isTrue();
        assertThat(mixed.path("tie_word_embeddings").booleanValue()).isTrue();
        assertThat(mixed.path("num_key_value_heads").intValue()).isEqualTo(2);
        assertThat(json("mixed/generation_config.json").path("eos_token_id").intValue())
                .isEqualTo(2);
        assertThat(json("mixed/tokenizer_config.json").path("chat_template").textValue())
                .contains("<|im_start|>assistant");
        assertThat(pieces.path("tie_word_embeddings").booleanValue()).isFalse();
        assertThat(pieces.path("rope_scaling").path("rope_type").textValue()).isEqualTo("llama3");
        assertThat(pieces.path("rope_scaling").path("factor").doubleValue()).isEqualTo(8);
    }

    @Test
    void an_unknown_element_type_is_refused_by_name() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        int type = after(file, "blk.0.ffn_gate.weight") + 4 + 16;
        assertThat(file[type]).isEqualTo((byte) 3);
        file[type] = 14;

        refused(file, "blk.0.ffn_gate.weight", "Q6_K", "F32, F16, Q4_0, Q4_1, Q8_0, BF16");
    }

    @Test
    void another_architecture_is_refused_by_name() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        int at = after(file, "general.architecture") + 4 + 8;
        System.arraycopy("gemma".getBytes(StandardCharsets.UTF_8), 0, file, at, 5);

        refused(file, "general.architecture is gemma", "llama");
    }

    @Test
    void an_unknown_cut_of_texts_is_refused_by_name() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        int at = after(file, "tokenizer.ggml.pre") + 4 + 8;
        System.arraycopy("tekken".getBytes(StandardCharsets.UTF_8), 0, file, at, 6);

        refused(file, "tokenizer.ggml.pre is tekken", "smollm, gpt-2, llama-bpe");
    }

    @Test
    void a_file_cut_off_anywhere_is_refused() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));

        refused(Arrays.copyOf(file, file.length - 64), "truncated");
        refused(Arrays.copyOf(file, file.length / 4), "truncated");
        refused(Arrays.copyOf(file, 1000), "mixed.gguf");
        refused(Arrays.copyOf(file, 20), "does not begin with GGUF");
    }

    @Test
    void a_count_beyond_the_file_is_refused_before_memory_is_taken_for_it() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(16, Long.MAX_VALUE);

        refused(file, "metadata entries, more than fit");
    }

    @Test
    void weights_that_are_not_finite_are_refused() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        // The last tensor is the last normalisation, in float32.
        int last = file.length - 64 * 4;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(last + 8, Float.NaN);

        refused(file, "output_norm.weight holds NaN");
    }

    @Test
    void metadata_that_lie_about_the_layers_are_refused() throws IOException {
        byte[] fewer = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        byte[] more = fewer.clone();
        int at = after(fewer, "llama.block_count") + 4;
        fewer[at] = 1;
        more[at] = 3;

        refused(fewer, "have no place", "blk.1.");
        refused(more, "blk.2.", "is missing");
    }

    @Test
    void more_layers_than_tensors_are_refused_before_memory_is_taken_for_them() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(after(file, "llama.block_count") + 4, Integer.MAX_VALUE);

        refused(file, "llama.block_count is 2147483647, but there are only", "tensors");
    }

    @Test
    void metadata_that_would_fill_the_memory_are_refused() throws IOException {
        byte[] list = header("tokenizer.ggml.tokens", 5_000_000)
                .putInt(9)
                .putInt(0)
                .putLong(5_000_000)
                .array();
        byte[] text = header("tokenizer.chat_template", 20_000_000)
                .putInt(8)
                .putLong(20_000_000)
                .array();

        refused(list, "metadata tokenizer.ggml.tokens", "5000000", "at most 4194304");
        refused(text, "metadata tokenizer.chat_template claims a length of 20000000");
    }

    /** A file with one entry of metadata, whose value is still to be written, and so many bytes behind it. */
    private static ByteBuffer header(String key, int behind) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(24 + 8 + name.length + 16 + behind)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46554747)
                .putInt(3)
                .putLong(0)
                .putLong(1)
                .putLong(name.length)
                .put(name);
    }

    @Test
    void a_shape_that_the_metadata_contradict_is_refused() throws IOException {
        byte[] file = Files.readAllBytes(Golden.DIRECTORY.resolve("mixed.gguf"));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(after(file, "llama.feed_forward_length") + 4, 128);

        refused(file, "blk.0.ffn_gate.weight has shape [96, 64]", "[128, 64]");
    }

    private void refused(byte[] content, String... why) throws IOException {
        Path file = temporary.resolve("mixed.gguf");
        Files.write(file, content);
        Path target = temporary.resolve("refused");
        assertThatThrownBy(() -> GgufImport.convert(file, target))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContainingAll(why);
        assertThat(target.resolve("config.json")).doesNotExist();
        assertThat(target.resolve("model.safetensors")).doesNotExist();
    }

    /** Position behind a name in the header. */
    private static int after(byte[] file, String name) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(name);
        assertThat(at).isPositive();
        return at + name.length();
    }

    private JsonNode json(String file) throws IOException {
        return JsonMapper.builder().build().readTree(temporary.resolve(file).toFile());
    }

    private static String sha256(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return AdapterDigest.sha256(new ByteArrayInputStream(bytes.array()));
    }
}
