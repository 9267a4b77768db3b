package io.inhouse.training.step;

import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorList;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tensor.TorchLibrary;
import io.inhouse.training.rows.SeededNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The adapter being trained and its optimiser: everything that changes from step to step. */
public final class AdapterState {
    /** Keeps this use of the seed apart from others. */
    private static final long INITIAL_VALUES = 2;

    private static final String MOMENT = "adam.";
    private static final String KEPT = "kept.";

    private final TensorScope scope;
    private final TorchLibrary library;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<TensorList> layers = new ArrayList<>();
    private final List<Tensor> counters = new ArrayList<>();
    private List<Tensor> kept = List.of();

    /**
     * A trainable matrix and its moments.
     *
     * @param name in PEFT's files
     * @param rows first extent
     * @param columns second extent
     */
    public record Parameter(String name, Tensor value, Tensor first, Tensor second, long rows, long columns) {}

    /** Where the values of a parameter come from. */
    @FunctionalInterface
    public interface Values {
        /** @return row-major; of length rows · columns */
        float[] of(String name, long rows, long columns);
    }

    private AdapterState(TensorScope scope, TorchLibrary library) {
        this.scope = scope;
        this.library = library;
    }

    /**
     * As PEFT initialises LoRA: A uniform in ±1/sqrt(in) (Kaiming's rule with a = sqrt 5), B zero, moments zero.
     */
    static AdapterState initial(
            TensorScope scope, TorchLibrary library, ModelConfig config, Map<String, Integer> ranks, long seed) {
        int[] tensor = {0};
        return of(scope, library, config, ranks, 0, (name, rows, columns) -> {
            float[] values = new float[Math.toIntExact(rows * columns)];
            if (name.endsWith(".lora_A.weight") && !name.startsWith(MOMENT)) {
                SeededNumbers numbers = SeededNumbers.of(seed, INITIAL_VALUES, tensor[0]++);
                double bound = 1 / Math.sqrt((double) columns);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((2 * numbers.nextDouble() - 1) * bound);
                }
            }
            return values;
        });
    }

    /**
     * @param ranks of the modules to adapt
     * @param step optimiser steps taken so far
     * @param values asked for each parameter by its name, and for its moments by {@link #first} and {@link #second}
     */
    static AdapterState of(
            TensorScope scope,
            TorchLibrary library,
            ModelConfig config,
            Map<String, Integer> ranks,
            long step,
            Values values) {
        AdapterState state = new AdapterState(scope, library);
        for (Block block : config.blocks()) {
            List<Tensor> layer = new ArrayList<>();
            for (LinearLayer linear : block.linears()) {
                Integer rank = linear.adaptable() ? ranks.get(linear.module()) : null;
                if (rank != null) {
                    String path = linear.path();
                    layer.add(state.add(AdapterDirectory.tensorA(path), rank, linear.in(), step, values));
                    layer.add(state.add(AdapterDirectory.tensorB(path), linear.out(), rank, step, values));
                } else {
                    layer.add(library.floats(scope, new float[0], 0));
                    layer.add(library.floats(scope, new float[0], 0));
                }
            }
            state.layers.add(scope.list(layer));
        }
        return state;
    }

    private Tensor add(String name, long rows, long columns, long step, Values values) {
        Tensor value = library.floats(scope, values.of(name, rows, columns), rows, columns);
        Tensor first = library.floats(scope, values.of(first(name), rows, columns), rows, columns);
        Tensor second = library.floats(scope, values.of(second(name), rows, columns), rows, columns);
        parameters.add(new Parameter(name, value, first, second, rows, columns));
        counters.add(library.floats(scope, new float[] {step}));
        return value;
    }

    /** Name of Adam's first moment of a parameter. */
    public static String first(String parameter) {
        return MOMENT + "first." + parameter;
    }

    /** Name of Adam's second moment of a parameter. */
    public static String second(String parameter) {
        return MOMENT + "second." + parameter;
    }

    /** Layer by layer, in the order of {@link Block#linears}, A before B. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Name under which a snapshot holds what {@link #keep} remembered of a parameter. */
    public static String kept(String parameter) {
        return KEPT + parameter;
    }

    /** Remembers the values as they are now, in place of those remembered before. */
    public void keep() {
        if (kept.isEmpty()) {
            kept = parameters.stream()
                    .map(p -> library.floats(scope, p.value().toFloats(), p.rows(), p.columns()))
                    .toList();
        } else {
            library.run(
                    "copy_all", kept, parameters.stream().map(Parameter::value).toList());
        }
    }

    /** @param values asked for each parameter by the name that {@link #kept} gives */
    public void restoreKept(Values values) {
        kept = parameters.stream()
                .map(p ->
                        library.floats(scope, values.of(kept(p.name()), p.rows(), p.columns()), p.rows(), p.columns()))
                .toList();
    }

    /** What was remembered, in the order of {@link #parameters}; empty if nothing was. */
    public List<Tensor> kept() {
        return kept;
    }

    TensorList layer(int index) {
        return layers.get(index);
    }

    /** @param ratio how many times faster B learns than A */
    void adamw(List<Tensor> gradients, double learningRate, double decay, double ratio) {
        if (ratio == 1) {
            adamw(gradients, 0, 1, learningRate, decay);
        } else {
            adamw(gradients, 0, 2, learningRate, decay);
            adamw(gradients, 1, 2, learningRate * ratio, decay);
        }
    }

    /** Every {@code stride}-th parameter from {@code first} on; A and B take turns. */
    private void adamw(List<Tensor> gradients, int first, int stride, double learningRate, double decay) {
        List<Integer> chosen = IntStream.iterate(first, i -> i < parameters.size(), i -> i + stride)
                .boxed()
                .toList();
        library.run(
                "adamw",
                chosen.stream().map(i -> parameters.get(i).value()).toList(),
                chosen.stream().map(gradients::get).toList(),
                chosen.stream().map(i -> parameters.get(i).first()).toList(),
                chosen.stream().map(i -> parameters.get(i).second()).toList(),
                chosen.stream().map(counters::get).toList(),
                learningRate,
                decay);
    }
}
