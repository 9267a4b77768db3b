package io.inhouse.languagemodel.family;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in the model's files, or a part of one.
 *
 * @param shape of the whole tensor
 * @param part what is used of it; null: everything, as it is
 */
public record WeightTensor(
        String name, List<Long> shape, @Nullable Part part) {
    public WeightTensor {
        shape = List.copyOf(shape);
    }

    /** Of a stack [n, rows, columns] the columns from (inclusive) to (exclusive) of one matrix, transposed. */
    public record Part(int index, long from, long to) {}

    static WeightTensor whole(String name, long... shape) {
        return new WeightTensor(name, Arrays.stream(shape).boxed().toList(), null);
    }
}
