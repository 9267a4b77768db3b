package io.inhouse.modelformat.gguf;

import io.inhouse.modelformat.MalformedModelException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A GGUF file, mapped into memory; its header is checked when it is opened. Safe for use by many threads. */
public final class GgufFile implements Closeable {
    private final String name;
    private final Arena arena;
    private final MemorySegment file;
    private final GgufHeader header;

    private GgufFile(String name, Arena arena, MemorySegment file, GgufHeader header) {
        this.name = name;
        this.arena = arena;
        this.file = file;
        this.header = header;
    }

    /** @throws MalformedModelException if it is no such file, is cut off, or holds a tensor of a type that is not read */
    public static GgufFile open(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new GgufFile(name, arena, file, GgufHeader.parse(file, name));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** File name, for messages. */
    public String name() {
        return name;
    }

    public SortedMap<String, GgufTensor> tensors() {
        return header.tensors();
    }

    /** Whether there is metadata under this key. */
    public boolean has(String key) {
        return header.metadata().containsKey(key);
    }

    public @Nullable String text(String key) throws MalformedModelException {
        return value(key, String.class);
    }

    public @Nullable Boolean flag(String key) throws MalformedModelException {
        return value(key, Boolean.class);
    }

    /** An integer of whatever width. */
    public @Nullable Long integer(String key) throws MalformedModelException {
        return value(key, Long.class);
    }

    /** A float as the shortest decimal number that means it: 1e-5, not 9.99999974737875e-6. */
    public @Nullable Double number(String key) throws MalformedModelException {
        Number number = value(key, Number.class);
        return number == null ? null : Double.valueOf(number.toString());
    }

    /** @throws MalformedModelException if there is none, or its elements are of another type */
    public <T> List<T> list(String key, Class<T> type) throws MalformedModelException {
        List<?> list = value(key, List.class);
        if (list == null) {
            throw new MalformedModelException(name + ": " + key + " is missing");
        }
        for (Object element : list) {
            if (!type.isInstance(element)) {
                throw new MalformedModelException(
                        name + ": " + key + " does not hold elements of type " + type.getSimpleName());
            }
        }
        return list.stream().map(type::cast).toList();
    }

    private <T> @Nullable T value(String key, Class<T> type) throws MalformedModelException {
        Object value = header.metadata().get(key);
        if (value != null && !type.isInstance(value)) {
            throw new MalformedModelException(name + ": " + key + " is of the wrong type "
                    + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    /** The bytes of one row as they are in the file. */
    public byte[] rowBytes(GgufTensor tensor, long row) {
        return slice(tensor, row).toArray(ValueLayout.JAVA_BYTE);
    }

    /** One row as floats; {@code into} has room for at least {@link GgufTensor#columns} of them. */
    public void row(GgufTensor tensor, long row, float[] into) {
        Blocks.expand(tensor.type(), slice(tensor, row), tensor.columns(), into);
    }

    private MemorySegment slice(GgufTensor tensor, long row) {
        return file.asSlice(tensor.position() + row * tensor.bytesPerRow(), tensor.bytesPerRow());
    }

    @Override
    public void close() {
        arena.close();
    }
}
