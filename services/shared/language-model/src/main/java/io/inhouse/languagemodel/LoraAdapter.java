package io.inhouse.languagemodel;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.ModuleShapes;
import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.decoder.Decoder.LoraMatrices;
import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An adapter in memory, usable with the model that loaded it; it is applied beside the base's weights, which stay as they
 * are. Close it when no generation uses it any more.
 */
public final class LoraAdapter implements AutoCloseable {
    private final TensorScope scope;
    private final AdapterConfig config;
    private final LoraMatrices matrices;

    private LoraAdapter(TensorScope scope, AdapterConfig config, LoraMatrices matrices) {
        this.scope = scope;
        this.config = config;
        this.matrices = matrices;
    }

    static LoraAdapter load(Decoder model, Path directory) {
        TensorScope scope = new TensorScope();
        try (AdapterDirectory files = AdapterDirectory.open(directory, shapes(model.config()))) {
            List<Tensor> tensors = new ArrayList<>();
            for (int b = 0; b < model.config().blocks().size(); b++) {
                List<LinearLayer> linears = model.config().blocks().get(b).linears();
                for (int m = 0; m < linears.size(); m++) {
                    AdapterDirectory.Module module =
                            files.modules().get(linears.get(m).path());
                    if (module == null) {
                        tensors.add(model.floats(scope, new float[0], 0));
                        tensors.add(model.floats(scope, new float[0], 0));
                    } else {
                        tensors.addAll(matrices(model, scope, files, module, b, m));
                    }
                }
            }
            LoraMatrices matrices = model.adapter(scope, tensors, files.config().scaling());
            return new LoraAdapter(scope, files.config(), matrices);
        } catch (IOException e) {
            scope.close();
            throw new UnusableModelException("the adapter cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** A and B of one linear layer. */
    private static List<Tensor> matrices(
            Decoder model,
            TensorScope scope,
            AdapterDirectory files,
            AdapterDirectory.Module module,
            int block,
            int linear)
            throws IOException {
        int rank = files.config().rank(module.path());
        Tensor a = model.floats(scope, files.weights().floats(module.a()), rank, module.in());
        double scale = files.config().scaling();
        float[] updates = files.weights().floats(module.b());
        double own = files.config().scaling(module.path());
        if (own != scale) {
            // The forward pass knows one scale for all modules.
            for (int i = 0; i < updates.length; i++) {
                updates[i] = (float) (updates[i] * (own / scale));
            }
        }
        Tensor b = model.floats(scope, updates, module.out(), rank);
        String magnitude = module.magnitude();
        if (magnitude == null) {
            return List.of(a, b);
        }
        Tensor lengths = model.floats(scope, files.weights().floats(magnitude), module.out());
        return List.of(a, model.decomposed(scope, block, linear, a, b, lengths, scale));
    }

    private static ModuleShapes shapes(ModelConfig config) {
        Map<String, ModuleShapes.Shape> shapes = new HashMap<>();
        for (Block block : config.blocks()) {
            for (LinearLayer linear : block.linears()) {
                if (linear.adaptable()) {
                    shapes.put(linear.path(), new ModuleShapes.Shape(linear.out(), linear.in()));
                }
            }
        }
        return path -> {
            ModuleShapes.Shape shape = shapes.get(path);
            if (shape == null) {
                throw new IllegalArgumentException("no linear layer " + path);
            }
            return shape;
        };
    }

    /** Rank, alpha, modules and the base model's name. */
    public AdapterConfig config() {
        return config;
    }

    LoraMatrices matrices() {
        return matrices;
    }

    @Override
    public void close() {
        scope.close();
    }
}
