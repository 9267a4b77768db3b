package io.inhouse.adapterformat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file, checked as strictly as the reference implementation does: every byte of the
 * data section belongs to exactly one tensor, and every tensor's size follows from its shape and type. Source: the format
 * description at https://github.com/huggingface/safetensors.
 *
 * @param tensors by name
 * @param metadata the optional {@code __metadata__} strings
 */
record SafetensorsHeader(SortedMap<String, TensorInfo> tensors, Map<String, String> metadata) {
    /** The reference implementation's limit, in bytes. */
    static final long LARGEST = 100_000_000;

    static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @param file name for messages
     * @param dataSize size of the data section in bytes
     */
    static SafetensorsHeader parse(byte[] json, long dataSize, String file) throws MalformedAdapterException {
        JsonNode root = json(json, file);
        SortedMap<String, TensorInfo> tensors = new TreeMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (member.getKey().equals(METADATA)) {
                readMetadata(member.getValue(), metadata, file);
            } else {
                tensors.put(member.getKey(), tensor(member.getKey(), member.getValue(), file));
            }
        }
        requireGapless(tensors, dataSize, file);
        return new SafetensorsHeader(Collections.unmodifiableSortedMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private static JsonNode json(byte[] json, String file) throws MalformedAdapterException {
        if (json.length == 0 || json[0] != '{') {
            throw new MalformedAdapterException(file + ": the header is not a JSON object (it must begin with '{')");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            JsonNode root = JSON.readTree(text);
            if (!root.isObject()) {
                throw new MalformedAdapterException(file + ": the header is not a JSON object");
            }
            return root;
        } catch (CharacterCodingException e) {
            throw new MalformedAdapterException(file + ": the header is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new MalformedAdapterException(file + ": the header is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void readMetadata(JsonNode node, Map<String, String> into, String file)
            throws MalformedAdapterException {
        if (!node.isObject()) {
            throw new MalformedAdapterException(file + ": __metadata__ is not an object");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!member.getValue().isTextual()) {
                throw new MalformedAdapterException(
                        file + ": __metadata__ \"" + member.getKey() + "\" is not a string");
            }
            into.put(member.getKey(), member.getValue().textValue());
        }
    }

    private static TensorInfo tensor(String name, JsonNode node, String file) throws MalformedAdapterException {
        String where = file + ": tensor " + name;
        JsonNode dtype = node.path("dtype");
        JsonNode shapeNode = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!dtype.isTextual() || !shapeNode.isArray() || !offsets.isArray() || node.size() != 3) {
            throw new MalformedAdapterException(where + " needs exactly dtype, shape and data_offsets");
        }
        if (offsets.size() != 2) {
            throw new MalformedAdapterException(where + ": data_offsets needs two numbers");
        }
        ElementType type = elementType(dtype.textValue(), where);
        List<Long> shape = new ArrayList<>();
        long expected = type.size();
        try {
            for (JsonNode extent : shapeNode) {
                long value = natural(extent, where + ": shape");
                shape.add(value);
                expected = Math.multiplyExact(expected, value);
            }
        } catch (ArithmeticException e) {
            throw new MalformedAdapterException(where + ": the size of shape " + shapeNode + " overflows", e);
        }
        long begin = natural(offsets.get(0), where + ": data_offsets");
        long end = natural(offsets.get(1), where + ": data_offsets");
        if (end < begin || end - begin != expected) {
            throw new MalformedAdapterException(where + ": shape " + shape + " of " + type + " takes " + expected
                    + " bytes, but data_offsets are [" + begin + ", " + end + "]");
        }
        return new TensorInfo(name, type, shape, begin, end);
    }

    private static ElementType elementType(String text, String where) throws MalformedAdapterException {
        try {
            return ElementType.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedAdapterException(where + ": unknown dtype " + text, e);
        }
    }

    private static long natural(JsonNode node, String where) throws MalformedAdapterException {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new MalformedAdapterException(where + ": " + node + " is not a natural number");
        }
        return node.longValue();
    }

    private static void requireGapless(Map<String, TensorInfo> tensors, long dataSize, String file)
            throws MalformedAdapterException {
        List<TensorInfo> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long position = 0;
        for (TensorInfo tensor : ordered) {
            if (tensor.begin() != position) {
                String what = tensor.begin() < position ? " overlaps the tensor before it" : " leaves a gap before it";
                throw new MalformedAdapterException(file + ": tensor " + tensor.name() + what + " (begins at "
                        + tensor.begin() + ", expected " + position + ")");
            }
            position = tensor.end();
        }
        if (position > dataSize) {
            throw new MalformedAdapterException(
                    file + " is truncated: its tensors need " + position + " bytes of data, but it holds " + dataSize);
        }
        if (position < dataSize) {
            throw new MalformedAdapterException(
                    file + ": " + (dataSize - position) + " bytes after the last tensor belong to none");
        }
    }
}
