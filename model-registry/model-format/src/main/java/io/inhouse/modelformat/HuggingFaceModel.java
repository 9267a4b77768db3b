package io.inhouse.modelformat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.adapterformat.TensorInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A directory in Hugging Face's layout, opened for reading: its weights mapped, its JSON files at hand. */
public final class HuggingFaceModel implements Closeable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path directory;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final SortedMap<String, SafetensorsFile> fileOf = new TreeMap<>();
    private final SortedMap<String, TensorInfo> tensors = new TreeMap<>();

    private HuggingFaceModel(Path directory) {
        this.directory = directory;
    }

    /** @throws MalformedModelException if a file is missing or damaged */
    public static HuggingFaceModel open(Path directory) throws IOException {
        HuggingFaceModel model = new HuggingFaceModel(directory);
        try {
            Set<String> shards = new TreeSet<>();
            if (Files.exists(directory.resolve(INDEX))) {
                model.json(INDEX).path("weight_map").forEach(shard -> shards.add(shard.asText()));
            } else {
                shards.add(SINGLE);
            }
            for (String shard : shards) {
                model.add(shard);
            }
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void add(String shard) throws IOException {
        Path file = directory.resolve(shard);
        if (shard.contains("/") || shard.contains("\\") || !Files.isRegularFile(file)) {
            throw new MalformedModelException("the model directory has no " + shard);
        }
        try {
            SafetensorsFile opened = SafetensorsFile.open(file);
            files.add(opened);
            opened.tensors().forEach((name, tensor) -> {
                fileOf.put(name, opened);
                tensors.put(name, tensor);
            });
        } catch (MalformedAdapterException e) {
            throw new MalformedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    public Path directory() {
        return directory;
    }

    /** By name; positions are those within the tensor's own file. */
    public SortedMap<String, TensorInfo> tensors() {
        return Collections.unmodifiableSortedMap(tensors);
    }

    /** @throws NoSuchElementException if there is no such tensor */
    public SafetensorsFile fileOf(String tensor) {
        SafetensorsFile file = fileOf.get(tensor);
        if (file == null) {
            throw new NoSuchElementException("the model has no tensor " + tensor);
        }
        return file;
    }

    /** A JSON file of the directory; a missing node if it is not there. */
    public JsonNode json(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new MalformedModelException(name + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
