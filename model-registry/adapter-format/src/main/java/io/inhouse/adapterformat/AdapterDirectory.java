package io.inhouse.adapterformat;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An adapter on disk, validated as a whole: every adapted module has an A of shape [rank, in] and a B of shape [out, rank],
 * for DoRA a magnitude of shape [out]; all numbers are finite, and nothing else is in the file. Close it to unmap the
 * weights.
 */
public final class AdapterDirectory implements Closeable {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";
    private static final String MAGNITUDE = ".lora_magnitude_vector";
    private static final long LARGEST_CONFIG = 1 << 20;

    private final AdapterConfig config;
    private final SafetensorsFile weights;
    private final SortedMap<String, Module> modules;

    /**
     * The update of one linear layer.
     *
     * @param path in the base model, for example {@code model.layers.0.self_attn.q_proj}
     * @param a name of the tensor A, [rank, in]
     * @param b name of the tensor B, [out, rank]
     * @param magnitude name of the tensor with the length of each row, [out]; null unless the adapter is a DoRA
     */
    public record Module(
            String path,
            String a,
            String b,
            long in,
            long out,
            @Nullable String magnitude) {}

    private AdapterDirectory(AdapterConfig config, SafetensorsFile weights, SortedMap<String, Module> modules) {
        this.config = config;
        this.weights = weights;
        this.modules = modules;
    }

    /** Opens and validates; base model unknown. */
    public static AdapterDirectory open(Path directory) throws IOException {
        return open(directory, ModuleShapes.ANY);
    }

    /**
     * @param shapes what the base model's layers look like
     * @throws MalformedAdapterException if anything is not as it should be; the message says what
     */
    public static AdapterDirectory open(Path directory, ModuleShapes shapes) throws IOException {
        AdapterConfig config = readConfig(directory);
        SafetensorsFile weights;
        try {
            weights = SafetensorsFile.open(directory.resolve(WEIGHTS));
        } catch (NoSuchFileException e) {
            throw new MalformedAdapterException(
                    "the adapter has no " + WEIGHTS + " (other formats, such as .bin, are not read)", e);
        }
        try {
            SortedMap<String, Module> modules = modules(config, weights, shapes);
            return new AdapterDirectory(config, weights, Collections.unmodifiableSortedMap(modules));
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static AdapterConfig readConfig(Path directory) throws IOException {
        Path file = directory.resolve(CONFIG);
        try {
            if (Files.size(file) > LARGEST_CONFIG) {
                throw new MalformedAdapterException(CONFIG + " has more than " + LARGEST_CONFIG + " bytes");
            }
            return AdapterConfig.parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new MalformedAdapterException("the adapter has no " + CONFIG, e);
        }
    }

    private static SortedMap<String, Module> modules(AdapterConfig config, SafetensorsFile weights, ModuleShapes shapes)
            throws IOException {
        SortedMap<String, Module> modules = new TreeMap<>();
        for (TensorInfo tensor : weights.tensors().values()) {
            String path = modulePath(tensor.name());
            if (!config.targets(path)) {
                throw new MalformedAdapterException(
                        WEIGHTS + ": tensor " + tensor.name() + " belongs to no module of target_modules");
            }
            if (tensor.name().endsWith(MAGNITUDE)) {
                requireMagnitude(tensor, config);
            } else {
                requireMatrix(tensor, config.rank(path));
            }
            if (!modules.containsKey(path)) {
                modules.put(path, module(path, config, weights, shapes));
            }
            long bad = weights.firstNotFinite(tensor.name());
            if (bad >= 0) {
                throw new MalformedAdapterException(
                        WEIGHTS + ": tensor " + tensor.name() + " holds NaN or infinity at element " + bad);
            }
        }
        for (String target : config.targetModules()) {
            if (modules.keySet().stream().noneMatch(p -> p.equals(target) || p.endsWith("." + target))) {
                throw new MalformedAdapterException(WEIGHTS + " has no tensor for target module " + target);
            }
        }
        return modules;
    }

    private static String modulePath(String tensor) throws MalformedAdapterException {
        for (String end : new String[] {A, B, MAGNITUDE}) {
            if (tensor.startsWith(PREFIX) && tensor.endsWith(end) && tensor.length() > PREFIX.length() + end.length()) {
                return tensor.substring(PREFIX.length(), tensor.length() - end.length());
            }
        }
        throw new MalformedAdapterException(
                WEIGHTS + ": tensor " + tensor + " is not named " + PREFIX + "<module>" + A + " or …" + B);
    }

    private static void requireMagnitude(TensorInfo tensor, AdapterConfig config) throws MalformedAdapterException {
        if (!config.decomposed()) {
            throw new MalformedAdapterException(WEIGHTS + ": tensor " + tensor.name() + " is part of a DoRA, but "
                    + CONFIG + " says use_dora = false");
        }
        if (!tensor.type().isFloat() || tensor.shape().size() != 1) {
            throw new MalformedAdapterException(WEIGHTS + ": tensor " + tensor.name() + " is " + tensor.type()
                    + " of shape " + tensor.shape() + "; one F32, F16 or BF16 for each row is needed");
        }
    }

    private static void requireMatrix(TensorInfo tensor, int rank) throws MalformedAdapterException {
        boolean isA = tensor.name().endsWith(A);
        if (!tensor.type().isFloat()) {
            throw new MalformedAdapterException(
                    WEIGHTS + ": tensor " + tensor.name() + " is " + tensor.type() + "; F32, F16 or BF16 is needed");
        }
        if (tensor.shape().size() != 2
                || tensor.shape().get(isA ? 0 : 1) != rank
                || tensor.shape().get(isA ? 1 : 0) == 0) {
            throw new MalformedAdapterException(WEIGHTS + ": tensor " + tensor.name() + " has shape " + tensor.shape()
                    + ", but rank " + rank + " needs " + (isA ? "[" + rank + ", in]" : "[out, " + rank + "]"));
        }
    }

    private static Module module(String path, AdapterConfig config, SafetensorsFile weights, ModuleShapes shapes)
            throws MalformedAdapterException {
        TensorInfo a = weights.tensors().get(tensorA(path));
        TensorInfo b = weights.tensors().get(tensorB(path));
        if (a == null || b == null || a.shape().size() != 2 || b.shape().size() != 2) {
            throw new MalformedAdapterException(WEIGHTS + ": module " + path + " needs matrices A and B, both");
        }
        TensorInfo magnitude = weights.tensors().get(tensorMagnitude(path));
        if (config.decomposed()
                && (magnitude == null
                        || !magnitude.shape().equals(List.of(b.shape().get(0))))) {
            throw new MalformedAdapterException(WEIGHTS + ": module " + path + " of a DoRA needs "
                    + tensorMagnitude(path) + " of shape [" + b.shape().get(0) + "]");
        }
        Module module = new Module(
                path,
                a.name(),
                b.name(),
                a.shape().get(1),
                b.shape().get(0),
                magnitude == null ? null : magnitude.name());
        ModuleShapes.Shape expected;
        try {
            expected = shapes.of(path);
        } catch (IllegalArgumentException e) {
            throw new MalformedAdapterException(WEIGHTS + ": the base model has no linear layer " + path, e);
        }
        if (expected != null && (expected.in() != module.in() || expected.out() != module.out())) {
            throw new MalformedAdapterException(WEIGHTS + ": module " + path + " maps " + module.in() + " to "
                    + module.out() + ", the base model's maps " + expected.in() + " to " + expected.out());
        }
        return module;
    }

    /** The name PEFT gives to A of the module with this path. */
    public static String tensorA(String modulePath) {
        return PREFIX + modulePath + A;
    }

    /** The name PEFT gives to B of the module with this path. */
    public static String tensorB(String modulePath) {
        return PREFIX + modulePath + B;
    }

    /** The name PEFT gives to the magnitude of the module with this path. */
    public static String tensorMagnitude(String modulePath) {
        return PREFIX + modulePath + MAGNITUDE;
    }

    public AdapterConfig config() {
        return config;
    }

    /** By path, in alphabetical order. */
    public SortedMap<String, Module> modules() {
        return modules;
    }

    /** Valid until this is closed. */
    public SafetensorsFile weights() {
        return weights;
    }

    @Override
    public void close() throws IOException {
        weights.close();
    }

    /**
     * Writes an adapter; the same content gives the same bytes.
     *
     * @param directory made if it is not there; files of an adapter in it are replaced
     * @return its digest, see {@link AdapterDigest}
     */
    public static String write(Path directory, AdapterConfig config, Collection<TensorContent> tensors)
            throws IOException {
        Files.createDirectories(directory);
        try (OutputStream out = Files.newOutputStream(directory.resolve(WEIGHTS))) {
            SafetensorsWriter.write(out, tensors, Map.of("format", "pt"));
        }
        Files.write(directory.resolve(CONFIG), config.toJson());
        return AdapterDigest.of(directory);
    }
}
