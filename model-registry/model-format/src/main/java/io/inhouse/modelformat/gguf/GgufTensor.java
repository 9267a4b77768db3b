package io.inhouse.modelformat.gguf;

import java.util.List;

/**
 * Where a tensor lies in a GGUF file.
 *
 * @param shape row-major, so reversed against the file, where the fastest extent comes first
 * @param position of the first byte, counted from the start of the file
 */
public record GgufTensor(String name, GgufType type, List<Long> shape, long position) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Elements of one row: the last extent. */
    public int columns() {
        return Math.toIntExact(shape.getLast());
    }

    public long rows() {
        return elements() / columns();
    }

    /** Size in bytes. */
    public long size() {
        return type.bytes(elements());
    }

    public long bytesPerRow() {
        return type.bytes(columns());
    }
}
