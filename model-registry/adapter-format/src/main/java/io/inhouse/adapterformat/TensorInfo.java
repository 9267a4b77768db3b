package io.inhouse.adapterformat;

import java.util.List;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param shape row-major; empty for a scalar
 * @param begin first byte, counted from the start of the data section
 * @param end one past the last byte, counted likewise
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, long begin, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Size in bytes. */
    public long size() {
        return end - begin;
    }

    public long elements() {
        return size() / type.size();
    }
}
