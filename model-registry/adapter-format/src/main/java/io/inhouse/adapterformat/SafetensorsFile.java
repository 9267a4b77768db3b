package io.inhouse.adapterformat;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, opened for reading. Opening reads and checks the header only; the data is memory-mapped when a
 * tensor is first asked for. Views are valid until {@link #close()}. Safe for use by many threads.
 */
public final class SafetensorsFile implements Closeable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataBegin;
    private final Arena arena = Arena.ofShared();
    /** Guarded by this. */
    private @Nullable MemorySegment data;

    private SafetensorsFile(String name, FileChannel channel, SafetensorsHeader header, long dataBegin) {
        this.name = name;
        this.channel = channel;
        this.header = header;
        this.dataBegin = dataBegin;
    }

    /** @throws MalformedAdapterException if the file is not valid safetensors */
    public static SafetensorsFile open(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < 8) {
                throw new MalformedAdapterException(name + " is truncated: " + size + " bytes hold no header length");
            }
            long headerSize = read(channel, 0, 8, name).getLong();
            if (headerSize < 0 || headerSize > SafetensorsHeader.LARGEST) {
                throw new MalformedAdapterException(name + ": the header claims "
                        + Long.toUnsignedString(headerSize) + " bytes; at most " + SafetensorsHeader.LARGEST
                        + " are allowed");
            }
            if (headerSize > size - 8) {
                throw new MalformedAdapterException(name + " is truncated: the header claims " + headerSize
                        + " bytes, the file has " + (size - 8) + " after its length");
            }
            byte[] json = read(channel, 8, (int) headerSize, name).array();
            SafetensorsHeader header = SafetensorsHeader.parse(json, size - 8 - headerSize, name);
            return new SafetensorsFile(name, channel, header, 8 + headerSize);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length, String name) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new MalformedAdapterException(name + " is truncated in its header");
            }
        }
        return buffer.flip();
    }

    /** By name, in alphabetical order. */
    public SortedMap<String, TensorInfo> tensors() {
        return header.tensors();
    }

    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Where the data section begins, in bytes from the start of the file. May be unaligned in files not written here. */
    public long dataBegin() {
        return dataBegin;
    }

    /** @throws NoSuchElementException if there is no such tensor */
    public TensorInfo tensor(String tensorName) {
        TensorInfo info = header.tensors().get(tensorName);
        if (info == null) {
            throw new NoSuchElementException(name + " has no tensor " + tensorName);
        }
        return info;
    }

    /** A read-only view of the tensor's bytes in the mapped file; nothing is copied. */
    public MemorySegment segment(String tensorName) throws IOException {
        TensorInfo info = tensor(tensorName);
        return mapped().asSlice(info.begin(), info.size());
    }

    /**
     * The tensor's elements as floats, row-major, copied.
     *
     * @throws IllegalArgumentException if the tensor is not F32, F16 or BF16, or has more than 2^31 - 1 elements
     */
    public float[] floats(String tensorName) throws IOException {
        TensorInfo info = tensor(tensorName);
        if (!info.type().isFloat() || info.elements() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "tensor " + tensorName + " (" + info.elements() + " of " + info.type() + ") is not read as floats");
        }
        MemorySegment bytes = segment(tensorName);
        float[] values = new float[(int) info.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = element(bytes, info.type(), i);
        }
        return values;
    }

    /**
     * Some of the tensor's elements as floats, copied.
     *
     * @param first index of the first, row-major
     * @param into is filled
     * @throws IllegalArgumentException if the tensor is not F32, F16 or BF16
     */
    public void floats(String tensorName, long first, float[] into) throws IOException {
        TensorInfo info = tensor(tensorName);
        MemorySegment bytes = segment(tensorName);
        for (int i = 0; i < into.length; i++) {
            into[i] = element(bytes, info.type(), first + i);
        }
    }

    /**
     * The position of the first element that is not a finite number, or -1. Streams over the mapped file.
     *
     * @throws IllegalArgumentException if the tensor is not F32, F16 or BF16
     */
    public long firstNotFinite(String tensorName) throws IOException {
        TensorInfo info = tensor(tensorName);
        MemorySegment bytes = segment(tensorName);
        long elements = info.elements();
        // Not finite is what has every bit of the exponent set.
        switch (info.type()) {
            case F32 -> {
                for (long i = 0; i < elements; i++) {
                    if ((bytes.get(INT, i * 4) & 0x7f80_0000) == 0x7f80_0000) {
                        return i;
                    }
                }
            }
            case F16, BF16 -> {
                int exponent = info.type() == ElementType.F16 ? 0x7c00 : 0x7f80;
                for (long i = 0; i < elements; i++) {
                    if ((bytes.get(SHORT, i * 2) & exponent) == exponent) {
                        return i;
                    }
                }
            }
            default -> throw new IllegalArgumentException(info.type() + " is not read as floats");
        }
        return -1;
    }

    private static float element(MemorySegment bytes, ElementType type, long index) {
        return switch (type) {
            case F32 -> Float.intBitsToFloat(bytes.get(INT, index * 4));
            case F16 -> Float.float16ToFloat(bytes.get(SHORT, index * 2));
            case BF16 -> Float.intBitsToFloat(bytes.get(SHORT, index * 2) << 16);
            default -> throw new IllegalArgumentException(type + " is not read as floats");
        };
    }

    private synchronized MemorySegment mapped() throws IOException {
        MemorySegment result = data;
        if (result == null) {
            long size = channel.size() - dataBegin;
            result = channel.map(FileChannel.MapMode.READ_ONLY, dataBegin, size, arena);
            data = result;
        }
        return result;
    }

    /** Unmaps the data: a view used afterwards throws {@link IllegalStateException}. */
    @Override
    public void close() throws IOException {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        channel.close();
    }
}
