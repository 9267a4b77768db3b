package io.inhouse.registry.basemodels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.adapterformat.TensorInfo;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A base model in Hugging Face's layout, checked: safetensors only, nothing that could run code, a readable {@code
 * config.json}, a tokenizer, every shard there with the tensors that the index promises.
 *
 * @param files what belongs to the model, by name
 * @param leftOut names in the directory that do not belong to a model, such as hidden files
 * @param parameters number of elements of all tensors
 * @param shapes of all two-dimensional tensors, [rows, columns], by tensor name
 */
record HuggingFaceDirectory(
        Map<String, Path> files,
        Set<String> leftOut,
        String architecture,
        @Nullable Integer contextLength,
        long parameters,
        Map<String, List<Long>> shapes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final long LARGEST_JSON = 64L << 20;

    /** Formats that run code when they are read, or that nothing here reads. */
    private static final Pattern DANGEROUS =
            Pattern.compile(".*\\.(bin|pt|pth|pkl|pickle|ckpt|joblib|dill|npy|npz|h5|hdf5|msgpack|py|pyc|so|dll|gguf)");

    private static final Pattern BELONGS =
            Pattern.compile(".*\\.(safetensors|json|jinja|model|tiktoken|txt|md)|licen[sc]e.*|notice.*|use_policy.*");

    static HuggingFaceDirectory open(Path directory) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Set<String> leftOut = new TreeSet<>();
        list(directory, files, leftOut);
        JsonNode config = json(files, "config.json");
        if (config.has("auto_map")) {
            throw unusable("config.json has 'auto_map': models that bring code of their own are not imported.");
        }
        String architecture = config.path("architectures").path(0).asText("");
        if (architecture.isEmpty()) {
            throw unusable("config.json names no architecture ('architectures').");
        }
        if (!files.containsKey("tokenizer.json")) {
            throw unusable("tokenizer.json is missing; without it no text becomes tokens.");
        }
        json(files, "tokenizer.json");
        Map<String, TensorInfo> tensors = tensors(files, leftOut);
        Map<String, List<Long>> shapes = new HashMap<>();
        long parameters = 0;
        for (TensorInfo tensor : tensors.values()) {
            parameters += tensor.elements();
            if (tensor.shape().size() == 2) {
                shapes.put(tensor.name(), tensor.shape());
            }
        }
        JsonNode context = config.path("max_position_embeddings");
        return new HuggingFaceDirectory(
                Map.copyOf(files),
                Set.copyOf(leftOut),
                architecture,
                context.isIntegralNumber() && context.asInt() > 0 ? context.asInt() : null,
                parameters,
                Map.copyOf(shapes));
    }

    private static void list(Path directory, Map<String, Path> files, Set<String> leftOut) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(directory)) {
            entries = listed.sorted().toList();
        }
        for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            String lower = name.toLowerCase(Locale.ROOT);
            if (Files.isDirectory(entry) || name.startsWith(".")) {
                leftOut.add(name);
            } else if (DANGEROUS.matcher(lower).matches() || isPickle(entry)) {
                throw unusable("'" + name + "' is a pickle, code or a format that is not read here. Only safetensors"
                        + " weights are imported: remove the file, or convert it.");
            } else if (BELONGS.matcher(lower).matches()) {
                files.put(name, entry);
            } else {
                leftOut.add(name);
            }
        }
    }

    /** By content, whatever it is called: a pickle stream, or the ZIP that PyTorch writes around one. */
    private static boolean isPickle(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (start.length < 4) {
            return false;
        }
        boolean pickle = start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
        boolean zip = start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        // A safetensors file whose header is 0x…0280 bytes long begins like a pickle; its own reader decides then.
        boolean safetensors = file.toString().endsWith(".safetensors") && !zip;
        return (pickle || zip) && !safetensors;
    }

    private static Map<String, TensorInfo> tensors(Map<String, Path> files, Set<String> leftOut) throws IOException {
        Map<String, String> shardOf = new HashMap<>();
        Set<String> shards = new TreeSet<>();
        if (files.containsKey(INDEX)) {
            JsonNode map = json(files, INDEX).path("weight_map");
            map.properties()
                    .forEach(entry ->
                            shardOf.put(entry.getKey(), entry.getValue().asText()));
            shards.addAll(shardOf.values());
            if (shards.isEmpty()) {
                throw unusable(INDEX + " lists no tensor.");
            }
        } else if (files.containsKey(SINGLE)) {
            shards.add(SINGLE);
        } else {
            throw unusable("there are no weights: neither " + SINGLE + " nor " + INDEX + ".");
        }
        List<String> missing =
                shards.stream().filter(shard -> !files.containsKey(shard)).toList();
        if (!missing.isEmpty()) {
            throw unusable("shards are missing: " + String.join(", ", missing) + ".");
        }
        Map<String, TensorInfo> tensors = new HashMap<>();
        Map<String, String> found = new HashMap<>();
        for (String shard : shards) {
            read(files.get(shard), shard, tensors);
            tensors.keySet().forEach(name -> found.putIfAbsent(name, shard));
        }
        Set<String> absent = new TreeSet<>(shardOf.keySet());
        absent.removeAll(tensors.keySet());
        if (!absent.isEmpty()) {
            throw unusable(absent.size() + " tensors of the index are in no shard, first: "
                    + absent.iterator().next() + ".");
        }
        for (Map.Entry<String, String> entry : new TreeMap<>(shardOf).entrySet()) {
            if (!entry.getValue().equals(found.get(entry.getKey()))) {
                throw unusable("the index says that " + entry.getKey() + " is in " + entry.getValue()
                        + ", but it is in " + found.get(entry.getKey()) + ".");
            }
        }
        // Weights that the index does not mention would be copied and never read.
        for (String name : new ArrayList<>(files.keySet())) {
            if (name.endsWith(".safetensors") && !shards.contains(name)) {
                files.remove(name);
                leftOut.add(name);
            }
        }
        return tensors;
    }

    private static void read(@Nullable Path file, String shard, Map<String, TensorInfo> tensors) throws IOException {
        if (file == null) {
            throw unusable("shards are missing: " + shard + ".");
        }
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            for (TensorInfo tensor : weights.tensors().values()) {
                if (tensors.put(tensor.name(), tensor) != null) {
                    throw unusable("the tensor " + tensor.name() + " is in two shards.");
                }
            }
        } catch (MalformedAdapterException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The directory is not a usable base model: " + e.getMessage() + ".",
                    Map.of("file", shard),
                    e);
        }
    }

    private static JsonNode json(Map<String, Path> files, String name) throws IOException {
        Path file = files.get(name);
        if (file == null) {
            throw unusable(name + " is missing.");
        }
        if (Files.size(file) > LARGEST_JSON) {
            throw unusable(name + " is larger than 64 MiB.");
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root == null || !root.isObject()) {
                throw unusable(name + " is not a JSON object.");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The directory is not a usable base model: " + name + " is not valid JSON.",
                    Map.of("file", name),
                    e);
        }
    }

    /** Reads every weight. A number that is not finite would make every answer and every loss worthless. */
    void requireFiniteWeights() throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (!file.getKey().endsWith(".safetensors")) {
                continue;
            }
            try (SafetensorsFile weights = SafetensorsFile.open(file.getValue())) {
                for (TensorInfo tensor : weights.tensors().values()) {
                    long bad = tensor.type().isFloat() ? weights.firstNotFinite(tensor.name()) : -1;
                    if (bad >= 0) {
                        throw unusable("tensor " + tensor.name() + " in " + file.getKey()
                                + " holds NaN or infinity at element " + bad + ". Fetch the file again.");
                    }
                }
            }
        }
    }

    /** Names of the tensors, for messages. */
    Set<String> tensorNames() {
        return new HashSet<>(shapes.keySet());
    }

    private static PlatformException unusable(String why) {
        return new PlatformException(Failure.UNPROCESSABLE, "The directory is not a usable base model: " + why);
    }
}
