package io.inhouse.registry;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.SafetensorsWriter;
import io.inhouse.adapterformat.TensorContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A base model of one linear layer and an adapter for it, as files. */
public final class TinyModel {
    public static final String LAYER = "model.layers.0.self_attn.q_proj";

    private TinyModel() {}

    /** In one file. */
    public static Path write(Path directory, float value) throws IOException {
        Files.createDirectories(directory);
        writeTexts(directory);
        weights(directory.resolve("model.safetensors"), embedding(), layer(value));
        return directory;
    }

    /** In two shards with an index. */
    public static Path writeSharded(Path directory) throws IOException {
        Files.createDirectories(directory);
        writeTexts(directory);
        weights(directory.resolve("model-00001-of-00002.safetensors"), embedding());
        weights(directory.resolve("model-00002-of-00002.safetensors"), layer(1));
        Files.writeString(directory.resolve("model.safetensors.index.json"), """
                {"metadata": {}, "weight_map": {
                  "model.embed_tokens.weight": "model-00001-of-00002.safetensors",
                  "model.layers.0.self_attn.q_proj.weight": "model-00002-of-00002.safetensors"}}
                """);
        return directory;
    }

    /** @param baseModel digest of the base model */
    public static Path writeAdapter(Path directory, String baseModel, long in, float value) throws IOException {
        float[] a = new float[(int) (2 * in)];
        Arrays.fill(a, value);
        AdapterDirectory.write(
                directory,
                new AdapterConfig(baseModel, 2, 4, 0, new TreeSet<>(List.of("q_proj"))),
                List.of(
                        TensorContent.ofFloats(AdapterDirectory.tensorA(LAYER), List.of(2L, in), a),
                        TensorContent.ofFloats(AdapterDirectory.tensorB(LAYER), List.of(8L, 2L), new float[16])));
        return directory;
    }

    private static void writeTexts(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("config.json"),
                "{\"architectures\": [\"LlamaForCausalLM\"], \"max_position_embeddings\": 256}");
        Files.writeString(directory.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
    }

    private static TensorContent embedding() {
        return TensorContent.ofFloats("model.embed_tokens.weight", List.of(16L, 8L), new float[128]);
    }

    private static TensorContent layer(float value) {
        float[] values = new float[64];
        Arrays.fill(values, value);
        return TensorContent.ofFloats(LAYER + ".weight", List.of(8L, 8L), values);
    }

    private static void weights(Path file, TensorContent... tensors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, List.of(tensors), Map.of("format", "pt"));
        }
    }
}
