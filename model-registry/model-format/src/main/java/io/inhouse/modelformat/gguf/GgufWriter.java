package io.inhouse.modelformat.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes GGUF version 3, streaming: metadata and tensors are announced first, then the tensors are asked for their rows. */
public final class GgufWriter {
    private static final int ALIGNMENT = GgufHeader.DEFAULT_ALIGNMENT;

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final List<Announced> tensors = new ArrayList<>();

    /** Gives the rows of a tensor. */
    @FunctionalInterface
    public interface Rows {
        /** @param into is filled with row {@code row} */
        void row(long row, float[] into) throws IOException;
    }

    private record Announced(String name, GgufType type, List<Long> shape, Rows rows) {
        long size() {
            return type.bytes(shape.stream().reduce(1L, Math::multiplyExact));
        }
    }

    /**
     * @param value String, Boolean, Integer (written as uint32), Float, or a List of Strings, Integers (int32) or Floats
     */
    public GgufWriter metadata(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    /** @param shape row-major */
    public GgufWriter tensor(String name, GgufType type, List<Long> shape, Rows rows) {
        if (shape.getLast() % type.blockElements() != 0) {
            throw new IllegalArgumentException("rows of " + shape.getLast() + " elements do not fit blocks of " + type);
        }
        tensors.add(new Announced(name, type, List.copyOf(shape), rows));
        return this;
    }

    /** @param out not closed */
    public void write(OutputStream out) throws IOException {
        byte[] header = header();
        out.write(header);
        out.write(new byte[padding(header.length)]);
        for (Announced tensor : tensors) {
            float[] row = new float[Math.toIntExact(tensor.shape.getLast())];
            long rows = tensor.shape.stream().reduce(1L, Math::multiplyExact) / row.length;
            for (long r = 0; r < rows; r++) {
                tensor.rows.row(r, row);
                try {
                    out.write(Blocks.compress(tensor.type, row));
                } catch (ArithmeticException e) {
                    throw new IOException("tensor " + tensor.name + ", row " + r + ": " + e.getMessage(), e);
                }
            }
            out.write(new byte[padding(tensor.size())]);
        }
    }

    private byte[] header() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        integer(out, GgufHeader.MAGIC);
        integer(out, 3);
        longInteger(out, tensors.size());
        longInteger(out, metadata.size());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            text(out, entry.getKey());
            value(out, entry.getValue());
        }
        long position = 0;
        for (Announced tensor : tensors) {
            text(out, tensor.name);
            integer(out, tensor.shape.size());
            for (long extent : tensor.shape.reversed()) {
                longInteger(out, extent);
            }
            integer(out, tensor.type.number());
            longInteger(out, position);
            position += tensor.size() + padding(tensor.size());
        }
        return out.toByteArray();
    }

    private static void value(ByteArrayOutputStream out, Object value) throws IOException {
        switch (value) {
            case Integer i -> {
                integer(out, 4);
                integer(out, i);
            }
            case Float f -> {
                integer(out, 6);
                integer(out, Float.floatToRawIntBits(f));
            }
            case Boolean b -> {
                integer(out, 7);
                out.write(b ? 1 : 0);
            }
            case String s -> {
                integer(out, 8);
                text(out, s);
            }
            case List<?> list -> {
                integer(out, 9);
                list(out, list);
            }
            default -> throw new IllegalArgumentException("metadata of " + value.getClass());
        }
    }

    private static void list(ByteArrayOutputStream out, List<?> list) throws IOException {
        Object first = list.getFirst();
        integer(out, first instanceof String ? 8 : first instanceof Float ? 6 : 5);
        longInteger(out, list.size());
        for (Object element : list) {
            switch (element) {
                case String s -> text(out, s);
                case Float f -> integer(out, Float.floatToRawIntBits(f));
                default -> integer(out, (Integer) element);
            }
        }
    }

    private static int padding(long written) {
        return (int) ((ALIGNMENT - written % ALIGNMENT) % ALIGNMENT);
    }

    private static void integer(ByteArrayOutputStream out, int value) throws IOException {
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private static void longInteger(ByteArrayOutputStream out, long value) throws IOException {
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        longInteger(out, bytes.length);
        out.write(bytes);
    }
}
