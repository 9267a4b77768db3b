package io.inhouse.adapterformat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes safetensors, streaming. The same tensors give the same bytes whatever the order they are passed in: the data is
 * laid out by element type (large ones first, so that every tensor is aligned), then name; the header lists tensors in the
 * same order and is padded with spaces to a multiple of 8 bytes. This is the layout of the reference implementation.
 */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * @param out not closed
     * @throws IllegalArgumentException if two tensors share a name or one yields another number of bytes than its shape says
     */
    public static void write(OutputStream out, Collection<TensorContent> tensors, Map<String, String> metadata)
            throws IOException {
        List<TensorContent> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparing(TensorContent::type).reversed().thenComparing(TensorContent::name));
        byte[] header = header(ordered, metadata);
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (TensorContent tensor : ordered) {
            Counting counting = new Counting(out);
            tensor.bytes().writeTo(counting);
            if (counting.count != tensor.size()) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " wrote " + counting.count
                        + " bytes, its shape needs " + tensor.size());
            }
        }
    }

    private static byte[] header(List<TensorContent> ordered, Map<String, String> metadata) throws IOException {
        Set<String> names = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
        long position = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (TensorContent tensor : ordered) {
                if (!names.add(tensor.name())) {
                    throw new IllegalArgumentException("tensor name used twice or reserved: " + tensor.name());
                }
                long end = Math.addExact(position, tensor.size());
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.type().name());
                json.writeFieldName("shape");
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                json.writeArray(shape, 0, shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {position, end}, 0, 2);
                json.writeEndObject();
                position = end;
            }
            json.writeEndObject();
        }
        byte[] unpadded = bytes.toByteArray();
        byte[] padded = Arrays.copyOf(unpadded, (unpadded.length + 7) / 8 * 8);
        Arrays.fill(padded, unpadded.length, padded.length, (byte) ' ');
        return padded;
    }

    private static final class Counting extends FilterOutputStream {
        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
