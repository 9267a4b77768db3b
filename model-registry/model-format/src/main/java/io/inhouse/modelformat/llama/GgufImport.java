package io.inhouse.modelformat.llama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.ElementType;
import io.inhouse.adapterformat.SafetensorsWriter;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufFile;
import io.inhouse.modelformat.gguf.GgufTensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Converts a GGUF file of the Llama architecture to a directory in Hugging Face's layout. Quantised weights become the
 * float32 numbers that they stand for, exactly; others keep their type. Rows are streamed: memory does not grow with the model.
 */
public final class GgufImport {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final GgufFile file;
    private final LlamaShape shape;

    private GgufImport(GgufFile file) throws MalformedModelException {
        this.file = file;
        this.shape = LlamaShape.of(file);
    }

    /**
     * @param target made if it is not there; {@code config.json} is written last, so its presence means success
     * @throws MalformedModelException if the file is damaged, or of an architecture, tokenizer or element type that is not read
     */
    public static void convert(Path gguf, Path target) throws IOException {
        try (GgufFile file = GgufFile.open(gguf)) {
            String architecture = String.valueOf(file.text("general.architecture"));
            if (!architecture.equals("llama")) {
                throw new MalformedModelException(file.name() + ": general.architecture is " + architecture
                        + ", which is not read from GGUF; llama is. Import the model in Hugging Face's layout");
            }
            if (file.integer("llama.expert_count") instanceof Long experts && experts > 0) {
                throw new MalformedModelException(file.name()
                        + ": a mixture of experts is not read from GGUF. Import the model in Hugging Face's layout");
            }
            new GgufImport(file).write(target);
        }
    }

    private void write(Path target) throws IOException {
        GgufTokenizer tokenizer = GgufTokenizer.of(file);
        byte[] tokenizerJson = JSON.writeValueAsBytes(tokenizer.toHuggingFace());
        byte[] tokenizerConfig = JSON.writeValueAsBytes(tokenizerConfig(tokenizer));
        byte[] config = JSON.writeValueAsBytes(LlamaConfig.of(file, shape));
        byte[] generation = JSON.writeValueAsBytes(generation());
        List<TensorContent> tensors = tensors();
        Files.createDirectories(target);
        writeWeights(target, tensors);
        put(target, "tokenizer.json", tokenizerJson);
        put(target, "tokenizer_config.json", tokenizerConfig);
        put(target, "generation_config.json", generation);
        put(target, "config.json", config);
    }

    private static void put(Path directory, String name, byte[] content) throws IOException {
        Path part = directory.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeWeights(Path directory, List<TensorContent> tensors) throws IOException {
        Path part = directory.resolve("model.safetensors.part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
                SafetensorsWriter.write(out, tensors, Map.of("format", "pt"));
            }
            Files.move(part, directory.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private List<TensorContent> tensors() throws MalformedModelException {
        Map<String, LlamaTensors.Named> expected = LlamaTensors.of(shape);
        Set<String> unknown = new TreeSet<>(file.tensors().keySet());
        unknown.removeAll(expected.keySet());
        unknown.remove(LlamaConfig.ROPE_FACTORS);
        if (!unknown.isEmpty()) {
            throw new MalformedModelException(file.name() + ": " + unknown.size()
                    + " tensors have no place in the Llama model that the metadata describes, the first is "
                    + unknown.iterator().next());
        }
        List<TensorContent> tensors = new ArrayList<>();
        for (LlamaTensors.Named named : expected.values()) {
            GgufTensor tensor = file.tensors().get(named.gguf());
            if (tensor == null) {
                throw new MalformedModelException(file.name() + ": tensor " + named.gguf() + " is missing");
            }
            if (!tensor.shape().equals(named.shape())) {
                throw new MalformedModelException(file.name() + ": tensor " + named.gguf() + " has shape "
                        + tensor.shape() + ", the metadata ask for " + named.shape());
            }
            tensors.add(new TensorContent(
                    named.huggingFace(), type(tensor), tensor.shape(), out -> rows(tensor, named.heads(), out)));
        }
        return tensors;
    }

    private static ElementType type(GgufTensor tensor) {
        return switch (tensor.type()) {
            case F16 -> ElementType.F16;
            case BF16 -> ElementType.BF16;
            default -> ElementType.F32;
        };
    }

    private void rows(GgufTensor tensor, LlamaTensors.Heads heads, OutputStream out) throws IOException {
        float[] values = new float[tensor.columns()];
        ByteBuffer floats = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (long row = 0; row < tensor.rows(); row++) {
            long source = heads == LlamaTensors.Heads.NONE ? row : LlamaTensors.rowInGguf(row, shape.headDimension());
            file.row(tensor, source, values);
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new MalformedModelException(
                            file.name() + ": tensor " + tensor.name() + " holds NaN or infinity in row " + source);
                }
            }
            if (type(tensor) == ElementType.F32) {
                floats.clear().asFloatBuffer().put(values);
                out.write(floats.array());
            } else {
                out.write(file.rowBytes(tensor, source));
            }
        }
    }

    private Map<String, @Nullable Object> generation() throws MalformedModelException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("bos_token_id", file.integer("tokenizer.ggml.bos_token_id"));
        Set<Long> ends = new TreeSet<>();
        for (String key : List.of("eos", "eot")) {
            if (file.integer("tokenizer.ggml." + key + "_token_id") instanceof Long id) {
                ends.add(id);
            }
        }
        json.put("eos_token_id", ends.size() == 1 ? ends.iterator().next() : ends);
        return json;
    }

    private Map<String, @Nullable Object> tokenizerConfig(GgufTokenizer tokenizer) throws MalformedModelException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("bos_token", tokenizer.special("bos"));
        json.put("eos_token", tokenizer.special("eos"));
        json.put("unk_token", tokenizer.special("unknown"));
        json.put("pad_token", tokenizer.special("padding"));
        json.put("clean_up_tokenization_spaces", false);
        json.put("model_max_length", shape.context());
        String template = file.text("tokenizer.chat_template");
        if (template != null) {
            json.put("chat_template", template);
        }
        return json;
    }
}
