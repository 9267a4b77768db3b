package io.inhouse.languagemodel.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.adapterformat.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which tensor lies where in a model directory: {@code model.safetensors}, or the shards that
 * {@code model.safetensors.index.json} names. Reads headers only.
 *
 * @param tensors by name
 */
public record WeightFiles(SortedMap<String, Location> tensors) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    /**
     * @param position of the first byte, counted from the start of the file
     */
    public record Location(Path file, TensorInfo tensor, long position) {}

    /** @throws UnusableModelException if a file is missing, truncated, malformed, or of a kind that is not read */
    public static WeightFiles of(Path directory) {
        SortedMap<String, Location> tensors = new TreeMap<>();
        if (Files.exists(directory.resolve(INDEX))) {
            readIndex(directory, tensors);
        } else if (Files.exists(directory.resolve(SINGLE))) {
            readFile(directory.resolve(SINGLE), tensors);
        } else {
            throw new UnusableModelException(nothingToRead(directory));
        }
        return new WeightFiles(Collections.unmodifiableSortedMap(tensors));
    }

    private static String nothingToRead(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> pickles = files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".bin") || n.endsWith(".pt") || n.endsWith(".pth"))
                    .sorted()
                    .toList();
            if (!pickles.isEmpty()) {
                return "the weights are in " + String.join(", ", pickles)
                        + ": pickle files can run code when they are read and are refused; convert them to safetensors";
            }
        } catch (IOException e) {
            return "the model directory cannot be listed: " + e.getMessage();
        }
        return "the model directory has neither " + SINGLE + " nor " + INDEX;
    }

    private static void readIndex(Path directory, SortedMap<String, Location> tensors) {
        JsonNode map;
        try {
            map = JSON.readTree(Files.readAllBytes(directory.resolve(INDEX))).path("weight_map");
        } catch (IOException e) {
            throw new UnusableModelException(INDEX + " is not readable JSON", e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new UnusableModelException(INDEX + " has no weight_map");
        }
        SortedSet<String> shards = new TreeSet<>();
        map.forEach(shard -> shards.add(shard.asText()));
        for (String shard : shards) {
            if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
                throw new UnusableModelException(
                        INDEX + " names \"" + shard + "\", which is no safetensors file beside it");
            }
            if (!Files.exists(directory.resolve(shard))) {
                throw new UnusableModelException("shard " + shard + " is missing: " + INDEX + " names it");
            }
            readFile(directory.resolve(shard), tensors);
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            Location location = tensors.get(entry.getKey());
            if (location == null
                    || !location.file()
                            .equals(directory.resolve(entry.getValue().asText()))) {
                throw new UnusableModelException(INDEX + " says that " + entry.getKey() + " is in "
                        + entry.getValue().asText() + ", but it is not");
            }
        }
    }

    private static void readFile(Path file, SortedMap<String, Location> tensors) {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            for (TensorInfo tensor : opened.tensors().values()) {
                Location location = new Location(file, tensor, opened.dataBegin() + tensor.begin());
                if (tensors.put(tensor.name(), location) != null) {
                    throw new UnusableModelException("tensor " + tensor.name() + " is in two shards");
                }
            }
        } catch (MalformedAdapterException e) {
            throw new UnusableModelException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnusableModelException(file.getFileName() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
