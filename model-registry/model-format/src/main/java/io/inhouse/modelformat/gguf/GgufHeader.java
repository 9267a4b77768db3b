package io.inhouse.modelformat.gguf;

import io.inhouse.modelformat.MalformedModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands before the data: metadata and the list of tensors. Every length is compared with what is left of the file
 * before anything is made of it.
 *
 * @param metadata values are String, Boolean, Long, Float, Double or List of these
 * @param tensors by name
 */
record GgufHeader(Map<String, Object> metadata, SortedMap<String, GgufTensor> tensors) {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final int MAGIC = 0x46554747;
    static final String ALIGNMENT = "general.alignment";
    static final int DEFAULT_ALIGNMENT = 32;
    private static final int LONGEST_KEY = 65_535;
    /** Chat templates are the longest in use, by far below this. */
    private static final int LONGEST_TEXT = 1 << 24;
    /** Vocabularies and merges are the longest in use, at some 10^5. What is in a list lies in memory. */
    private static final int LONGEST_LIST = 1 << 22;

    private static final int MOST_DIMENSIONS = 4;
    private static final int DEEPEST_LIST = 2;
    private static final int SMALLEST_TENSOR_ENTRY = 8 + 4 + 8 + 4 + 8;
    private static final int SMALLEST_METADATA_ENTRY = 8 + 4 + 1;

    static GgufHeader parse(MemorySegment file, String name) throws MalformedModelException {
        return new Reader(file, name).header();
    }

    private static final class Reader {
        private final MemorySegment file;
        private final String name;
        private long at;
        /** Of all lists together. */
        private long elements;

        Reader(MemorySegment file, String name) {
            this.file = file;
            this.name = name;
        }

        GgufHeader header() throws MalformedModelException {
            if (file.byteSize() < 24 || integer() != MAGIC) {
                throw malformed("it does not begin with GGUF");
            }
            int version = integer();
            if (version != 2 && version != 3) {
                throw malformed("version " + Integer.toUnsignedString(version)
                        + " of GGUF is not read; 2 and 3 are (little-endian)");
            }
            long tensorCount = count(SMALLEST_TENSOR_ENTRY, "tensors");
            long metadataCount = count(SMALLEST_METADATA_ENTRY, "metadata entries");
            Map<String, Object> metadata = new HashMap<>();
            for (long i = 0; i < metadataCount; i++) {
                String key = string("a metadata key", LONGEST_KEY);
                if (metadata.put(key, value(integer(), key, 0)) != null) {
                    throw malformed("metadata key " + key + " stands twice");
                }
            }
            return new GgufHeader(Collections.unmodifiableMap(metadata), tensors(tensorCount, alignment(metadata)));
        }

        private long alignment(Map<String, Object> metadata) throws MalformedModelException {
            Object alignment = metadata.getOrDefault(ALIGNMENT, (long) DEFAULT_ALIGNMENT);
            if (!(alignment instanceof Long n) || n < 8 || n > 1 << 20 || Long.bitCount(n) != 1) {
                throw malformed(ALIGNMENT + " is " + alignment + "; a power of two of at least 8 is needed");
            }
            return n;
        }

        private SortedMap<String, GgufTensor> tensors(long count, long alignment) throws MalformedModelException {
            List<GgufTensor> relative = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                relative.add(tensor(alignment));
            }
            long begin = Math.ceilDiv(at, alignment) * alignment;
            SortedMap<String, GgufTensor> tensors = new TreeMap<>();
            long end = begin;
            relative.sort(Comparator.comparingLong(GgufTensor::position));
            for (GgufTensor t : relative) {
                if (t.position() > file.byteSize() - begin || t.size() > file.byteSize() - begin - t.position()) {
                    throw malformed("it is truncated: tensor " + t.name() + " needs " + t.size()
                            + " bytes of data at " + t.position() + ", but only "
                            + Math.max(0, file.byteSize() - begin) + " bytes of data are there");
                }
                GgufTensor placed = new GgufTensor(t.name(), t.type(), t.shape(), begin + t.position());
                if (placed.position() < end) {
                    throw malformed("tensor " + t.name() + " overlaps the one before it");
                }
                end = placed.position() + placed.size();
                if (tensors.put(t.name(), placed) != null) {
                    throw malformed("tensor " + t.name() + " stands twice");
                }
            }
            return Collections.unmodifiableSortedMap(tensors);
        }

        private GgufTensor tensor(long alignment) throws MalformedModelException {
            String tensor = string("a tensor's name", LONGEST_KEY);
            int dimensions = integer();
            if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
                throw malformed("tensor " + tensor + " has " + Integer.toUnsignedString(dimensions)
                        + " dimensions; 1 to " + MOST_DIMENSIONS + " are possible");
            }
            List<Long> shape = new ArrayList<>();
            long elements = 1;
            for (int d = 0; d < dimensions; d++) {
                long extent = longInteger();
                if (extent < 1 || extent > Long.MAX_VALUE / elements / 64) {
                    throw malformed("tensor " + tensor + " has an impossible extent " + Long.toUnsignedString(extent));
                }
                elements *= extent;
                shape.addFirst(extent);
            }
            int number = integer();
            GgufType type = GgufType.of(number)
                    .orElseThrow(() -> malformed("tensor " + tensor + " is of type " + GgufType.describe(number)
                            + ", which is not read; read are " + GgufType.known()
                            + ". Take a file of the same model in one of these types"));
            if (shape.getLast() % type.blockElements() != 0) {
                throw malformed("tensor " + tensor + " has rows of " + shape.getLast()
                        + " elements, which is no multiple" + " of " + type + "'s block of " + type.blockElements());
            }
            long offset = longInteger();
            if (offset < 0 || offset % alignment != 0) {
                throw malformed("tensor " + tensor + " begins at " + Long.toUnsignedString(offset)
                        + ", which is no multiple of the alignment " + alignment);
            }
            return new GgufTensor(tensor, type, shape, offset);
        }

        /** Numbers are those of the format's enumeration of value types. */
        private Object value(int type, String key, int depth) throws MalformedModelException {
            return switch (type) {
                case 0 -> (long) Byte.toUnsignedInt(take(1).get(ValueLayout.JAVA_BYTE, 0));
                case 1 -> (long) take(1).get(ValueLayout.JAVA_BYTE, 0);
                case 2 -> (long) Short.toUnsignedInt(take(2).get(SHORT, 0));
                case 3 -> (long) take(2).get(SHORT, 0);
                case 4 -> Integer.toUnsignedLong(integer());
                case 5 -> (long) integer();
                case 6 -> Float.intBitsToFloat(integer());
                case 7 -> flag(key);
                case 8 -> string("metadata " + key, LONGEST_TEXT);
                case 9 -> list(key, depth);
                case 10, 11 -> longInteger();
                case 12 -> Double.longBitsToDouble(longInteger());
                default ->
                    throw malformed("metadata " + key + " is of the unknown type " + Integer.toUnsignedString(type));
            };
        }

        private boolean flag(String key) throws MalformedModelException {
            byte value = take(1).get(ValueLayout.JAVA_BYTE, 0);
            if (value != 0 && value != 1) {
                throw malformed("metadata " + key + " is a truth value of " + value);
            }
            return value == 1;
        }

        private List<Object> list(String key, int depth) throws MalformedModelException {
            if (depth == DEEPEST_LIST) {
                throw malformed("metadata " + key + " nests lists too deeply");
            }
            int type = integer();
            long count = count(1, "elements of " + key);
            elements += count;
            if (elements > LONGEST_LIST) {
                throw malformed("metadata " + key + " brings the elements of all lists to " + elements + "; at most "
                        + LONGEST_LIST + " are read");
            }
            List<Object> values = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                values.add(value(type, key, depth + 1));
            }
            return Collections.unmodifiableList(values);
        }

        private long count(int smallest, String what) throws MalformedModelException {
            long count = longInteger();
            if (count < 0 || count > (file.byteSize() - at) / smallest) {
                throw malformed("it claims " + Long.toUnsignedString(count) + " " + what
                        + ", more than fit into the rest of the file");
            }
            return count;
        }

        private String string(String what, int longest) throws MalformedModelException {
            long length = longInteger();
            if (length < 0 || length > longest || length > file.byteSize() - at) {
                throw malformed(what + " claims a length of " + Long.toUnsignedString(length));
            }
            ByteBuffer bytes = ByteBuffer.wrap(take(length).toArray(ValueLayout.JAVA_BYTE));
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(bytes)
                        .toString();
            } catch (CharacterCodingException e) {
                throw new MalformedModelException(name + ": " + what + " holds a text that is not UTF-8", e);
            }
        }

        private int integer() throws MalformedModelException {
            return take(4).get(INT, 0);
        }

        private long longInteger() throws MalformedModelException {
            return take(8).get(LONG, 0);
        }

        private MemorySegment take(long bytes) throws MalformedModelException {
            if (bytes > file.byteSize() - at) {
                throw malformed("it is truncated in its header");
            }
            MemorySegment slice = file.asSlice(at, bytes);
            at += bytes;
            return slice;
        }

        private MalformedModelException malformed(String what) {
            return new MalformedModelException(name + ": " + what);
        }
    }
}
