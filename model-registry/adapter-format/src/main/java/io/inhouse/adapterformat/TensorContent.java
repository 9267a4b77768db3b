package io.inhouse.adapterformat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param shape row-major; empty for a scalar
 * @param bytes yields the elements, little-endian; called once, while the file is written
 */
public record TensorContent(String name, ElementType type, List<Long> shape, Bytes bytes) {
    private static final int FLOATS_AT_ONCE = 16_384;

    /** Writes exactly the tensor's bytes. */
    @FunctionalInterface
    public interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    public TensorContent {
        shape = List.copyOf(shape);
    }

    /** A tensor of 32-bit floats; {@code values} are not copied and must not change until they are written. */
    public static TensorContent ofFloats(String name, List<Long> shape, float[] values) {
        return new TensorContent(name, ElementType.F32, shape, out -> {
            ByteBuffer buffer = ByteBuffer.allocate(FLOATS_AT_ONCE * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < values.length; ) {
                int n = Math.min(FLOATS_AT_ONCE, values.length - i);
                buffer.clear().asFloatBuffer().put(values, i, n);
                out.write(buffer.array(), 0, n * 4);
                i += n;
            }
        });
    }

    /** Size in bytes, from shape and type. */
    long size() {
        long size = type.size();
        for (long extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }
}
