package io.inhouse.modelformat.merging;

import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.ElementType;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.adapterformat.ModuleShapes;
import io.inhouse.adapterformat.TensorInfo;
import io.inhouse.modelformat.HuggingFaceModel;
import io.inhouse.modelformat.MalformedModelException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a base model with an adapter merged into them, computed row by row in float32. Without an adapter: those of
 * the base. Belongs to one thread.
 */
public final class MergedWeights implements Closeable {
    private static final String WEIGHT = ".weight";

    private final HuggingFaceModel base;
    private final @Nullable AdapterDirectory adapter;
    private final Map<String, AdapterDirectory.Module> modules = new HashMap<>();
    private @Nullable Factors factors;

    /** A and B of the module at work, and the lengths of its rows. */
    private record Factors(String tensor, float[] a, float[] b, float @Nullable [] magnitude) {}

    private MergedWeights(HuggingFaceModel base, @Nullable AdapterDirectory adapter) {
        this.base = base;
        this.adapter = adapter;
        if (adapter != null) {
            adapter.modules().forEach((path, module) -> modules.put(path + WEIGHT, module));
        }
    }

    /**
     * @param adapter null for none
     * @throws MalformedModelException if base or adapter cannot be used
     * @throws MalformedAdapterException if the adapter does not fit this base
     */
    public static MergedWeights open(Path base, @Nullable Path adapter) throws IOException {
        HuggingFaceModel model = HuggingFaceModel.open(base);
        try {
            return new MergedWeights(model, adapter == null ? null : AdapterDirectory.open(adapter, shapes(model)));
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static ModuleShapes shapes(HuggingFaceModel model) {
        return path -> {
            TensorInfo weight = model.tensors().get(path + WEIGHT);
            if (weight == null || weight.shape().size() != 2) {
                throw new IllegalArgumentException("no linear layer " + path);
            }
            return new ModuleShapes.Shape(weight.shape().get(0), weight.shape().get(1));
        };
    }

    public HuggingFaceModel base() {
        return base;
    }

    /** Names of the tensors that the adapter changes. */
    public Set<String> changed() {
        return new HashSet<>(modules.keySet());
    }

    /**
     * One row of a tensor: the last extent's elements.
     *
     * @param into exactly as long as a row
     * @throws MalformedModelException if a number is not finite, before or after merging
     */
    public void row(String tensor, long row, float[] into) throws IOException {
        ElementType type = base.fileOf(tensor).tensor(tensor).type();
        if (!type.isFloat()) {
            throw new MalformedModelException("tensor " + tensor + " is " + type + "; F32, F16 and BF16 can be merged");
        }
        base.fileOf(tensor).floats(tensor, row * into.length, into);
        AdapterDirectory.Module module = modules.get(tensor);
        if (module != null && adapter != null) {
            update(adapter, module, factors(adapter, tensor, module), row, into);
        }
        for (float value : into) {
            if (!Float.isFinite(value)) {
                throw new MalformedModelException("tensor " + tensor + " holds NaN or infinity in row " + row
                        + (module == null ? "" : ", with the adapter merged"));
            }
        }
    }

    private static void update(
            AdapterDirectory adapter, AdapterDirectory.Module module, Factors f, long row, float[] into) {
        int rank = adapter.config().rank(module.path());
        float scale = (float) adapter.config().scaling(module.path());
        float[] delta = new float[into.length];
        for (int r = 0; r < rank; r++) {
            float b = f.b[Math.toIntExact(row) * rank + r];
            int at = r * into.length;
            for (int i = 0; i < into.length; i++) {
                delta[i] += b * f.a[at + i];
            }
        }
        double square = 0;
        for (int i = 0; i < into.length; i++) {
            into[i] += scale * delta[i];
            square += (double) into[i] * into[i];
        }
        float[] magnitude = f.magnitude;
        if (magnitude != null) {
            float factor = (float) (magnitude[Math.toIntExact(row)] / Math.sqrt(square));
            for (int i = 0; i < into.length; i++) {
                into[i] *= factor;
            }
        }
    }

    private Factors factors(AdapterDirectory from, String tensor, AdapterDirectory.Module module) throws IOException {
        Factors known = factors;
        if (known == null || !known.tensor.equals(tensor)) {
            String magnitude = module.magnitude();
            known = new Factors(
                    tensor,
                    from.weights().floats(module.a()),
                    from.weights().floats(module.b()),
                    magnitude == null ? null : from.weights().floats(magnitude));
            factors = known;
        }
        return known;
    }

    /** @return rows and elements per row; a vector is one row */
    public static long[] rowsAndColumns(List<Long> shape) {
        long columns = shape.isEmpty() ? 1 : shape.getLast();
        long rows = shape.size() < 2
                ? 1
                : shape.subList(0, shape.size() - 1).stream().reduce(1L, Math::multiplyExact);
        return new long[] {rows, columns};
    }

    @Override
    public void close() throws IOException {
        if (adapter != null) {
            adapter.close();
        }
        base.close();
    }
}
