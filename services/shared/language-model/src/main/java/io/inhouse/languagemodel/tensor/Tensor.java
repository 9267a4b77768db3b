package io.inhouse.languagemodel.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * An n-dimensional array in native memory. Belongs to the {@link TensorScope} it was made in and dies with it; until then
 * any number of threads may read it.
 */
public final class Tensor {
    private long handle;

    Tensor(long handle) {
        this.handle = handle;
    }

    /** @throws IllegalStateException if the scope of this tensor is closed */
    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("the tensor was released with its scope");
        }
        return handle;
    }

    void release() {
        if (handle != 0) {
            Torch.deleteTensor(handle);
            handle = 0;
        }
    }

    /** Row-major; empty for a scalar. */
    public long[] shape() {
        return Torch.shape(handle());
    }

    public long elements() {
        return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
    }

    /** The elements, row-major, copied. For float32 tensors of less than 2 GiB. */
    public float[] toFloats() {
        FloatBuffer view = bytes().asFloatBuffer();
        float[] values = new float[view.remaining()];
        view.get(values);
        return values;
    }

    /** The elements, row-major, copied. For int64 tensors of less than 2 GiB. */
    public long[] toLongs() {
        LongBuffer view = bytes().asLongBuffer();
        long[] values = new long[view.remaining()];
        view.get(values);
        return values;
    }

    /** Writes the elements, row-major, in the machine's byte order. For tensors of less than 2 GiB. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(Torch.bytes(handle()));
    }

    private ByteBuffer bytes() {
        return ByteBuffer.wrap(Torch.bytes(handle())).order(ByteOrder.nativeOrder());
    }
}
