package io.inhouse.languagemodel;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.ModuleShapes;
import io.inhouse.languagemodel.decoder.LinearLayer;
import io.inhouse.languagemodel.decoder.Llama;
import io.inhouse.languagemodel.decoder.Llama.LoraMatrices;
import io.inhouse.languagemodel.decoder.ModelConfig;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    static LoraAdapter load(Llama model, Path directory) {
        TensorScope scope = new TensorScope();
        try (AdapterDirectory files = AdapterDirectory.open(directory, path -> shape(model.config(), path))) {
            List<Tensor> tensors = new ArrayList<>();
            for (int l = 0; l < model.config().layers(); l++) {
                for (LinearLayer linear : LinearLayer.values()) {
                    AdapterDirectory.Module module = files.modules().get(linear.path(l));
                    if (module == null) {
                        tensors.add(model.floats(scope, new float[0], 0));
                        tensors.add(model.floats(scope, new float[0], 0));
                    } else {
                        int rank = files.config().rank();
                        tensors.add(model.floats(scope, files.weights().floats(module.a()), rank, module.in()));
                        tensors.add(model.floats(scope, files.weights().floats(module.b()), module.out(), rank));
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

    private static ModuleShapes.Shape shape(ModelConfig config, String path) {
        for (int l = 0; l < config.layers(); l++) {
            for (LinearLayer linear : LinearLayer.values()) {
                if (linear.path(l).equals(path)) {
                    return new ModuleShapes.Shape(linear.out(config), linear.in(config));
                }
            }
        }
        throw new IllegalArgumentException("no linear layer " + path);
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
