package io.inhouse.languagemodel.decoder;

import io.inhouse.adapterformat.ElementType;
import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.family.WeightTensor;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorList;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tensor.TorchLibrary;
import io.inhouse.languagemodel.weights.UnusableModelException;
import io.inhouse.languagemodel.weights.WeightFiles;
import io.inhouse.languagemodel.weights.WeightFiles.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frozen weights of a model: views of the memory-mapped files, or float32 copies of half-precision ones. Read-only,
 * shared by all threads, released with the scope they were opened in.
 */
public final class DecoderWeights {
    private static final Map<ElementType, Integer> DTYPE =
            Map.of(ElementType.F32, 6, ElementType.F16, 5, ElementType.BF16, 15);

    private final TorchLibrary library;
    private final TensorScope scope;
    private final WeightFiles files;
    private final boolean expanded;
    private final Map<String, Tensor> mapped = new HashMap<>();
    private final Map<String, Tensor> opened = new HashMap<>();
    private final Tensor embedding;
    private final Tensor norm;
    private final Tensor head;
    private final List<List<Tensor>> layers = new ArrayList<>();
    private final TensorList all;

    private DecoderWeights(
            TorchLibrary library, TensorScope scope, WeightFiles files, ModelConfig config, boolean expanded) {
        this.library = library;
        this.scope = scope;
        this.files = files;
        this.expanded = expanded;
        ExpectedTensors.require(config, files.tensors().keySet());
        embedding = weight("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
        norm = weight("model.norm.weight", config.hiddenSize());
        head = config.tiedHead() ? embedding : weight("lm_head.weight", config.vocabularySize(), config.hiddenSize());
        for (Block block : config.blocks()) {
            layers.add(block.weights().stream().map(this::weight).toList());
        }
        all = scope.list(layers.stream().flatMap(List::stream).toList());
    }

    /**
     * @param expanded whether F16 and BF16 weights become float32 now (twice the memory, faster on CPUs without bf16
     *     arithmetic) or stay mapped and are widened each time they are used
     * @throws UnusableModelException if a tensor is missing or has another shape or type than the configuration says
     */
    static DecoderWeights open(
            TorchLibrary library, TensorScope scope, Path directory, ModelConfig config, boolean expanded) {
        return new DecoderWeights(library, scope, WeightFiles.of(directory), config, expanded);
    }

    private Tensor weight(WeightTensor wanted) {
        Tensor whole = weight(
                wanted.name(),
                wanted.shape().stream().mapToLong(Long::longValue).toArray());
        WeightTensor.Part part = wanted.part();
        return part == null
                ? whole
                : library.tensor(scope, "stacked_weight", whole, part.index(), part.from(), part.to());
    }

    private Tensor weight(String name, long... shape) {
        return opened.computeIfAbsent(name, n -> open(n, shape));
    }

    private Tensor open(String name, long... shape) {
        Location location = files.tensors().get(name);
        if (location == null) {
            throw new UnusableModelException("tensor " + name + " is missing from the weights");
        }
        List<Long> found = location.tensor().shape();
        if (!found.equals(Arrays.stream(shape).boxed().toList())) {
            throw new UnusableModelException(
                    "tensor " + name + " has shape " + found + ", config.json asks for " + Arrays.toString(shape));
        }
        ElementType type = location.tensor().type();
        Integer dtype = DTYPE.get(type);
        if (dtype == null) {
            throw new UnusableModelException("tensor " + name + " is " + type + "; F32, F16 and BF16 are supported");
        }
        Tensor view = view(location, type, dtype, shape);
        return expanded && type != ElementType.F32 ? library.tensor(scope, "as_float32", view) : view;
    }

    private Tensor view(Location location, ElementType type, int dtype, long[] shape) {
        if (location.position() % type.size() != 0) {
            Tensor bytes = file(location.file(), 1, 0);
            return library.tensor(
                    scope,
                    "unaligned_weight",
                    bytes,
                    location.position(),
                    location.tensor().size(),
                    shape,
                    dtype);
        }
        Tensor elements = file(location.file(), type.size(), dtype);
        return library.tensor(
                scope,
                "mapped_weight",
                elements,
                location.position() / type.size(),
                location.tensor().elements(),
                shape);
    }

    private Tensor file(Path path, int elementSize, int dtype) {
        return mapped.computeIfAbsent(path + " as " + dtype, key -> {
            try {
                return library.tensor(
                        scope, "mapped_file", path.toAbsolutePath().toString(), Files.size(path) / elementSize, dtype);
            } catch (IOException e) {
                throw new UnusableModelException(path.getFileName() + " cannot be mapped: " + e.getMessage(), e);
            }
        });
    }

    /**
     * Reads every weight once.
     *
     * @throws UnusableModelException naming a tensor that holds NaN or infinity
     */
    public void requireFinite() {
        opened.forEach((name, tensor) -> {
            if (library.integer("finite", tensor) == 0) {
                throw new UnusableModelException("tensor " + name
                        + " holds NaN or infinity: the file is damaged, or the model was trained until it broke");
            }
        });
    }

    /** [vocabulary, hidden] */
    public Tensor embedding() {
        return embedding;
    }

    /** The last normalisation, [hidden]. */
    public Tensor norm() {
        return norm;
    }

    /** [vocabulary, hidden]; the embedding itself if the head is tied */
    public Tensor head() {
        return head;
    }

    /** In the order of {@link Block#weights}; linear layers are [out, in]. */
    public List<Tensor> layer(int index) {
        return layers.get(index);
    }

    /** All layers, one after the other. */
    TensorList all() {
        return all;
    }
}
