package io.inhouse.modelformat.merging;

import io.inhouse.adapterformat.ElementType;
import io.inhouse.adapterformat.SafetensorsWriter;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.adapterformat.TensorInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a base model with an adapter merged into it as a Hugging Face directory of its own: what the base has beside its
 * weights is copied, the weights keep their element type.
 */
public final class MergedModel {
    private static final String WEIGHTS = "model.safetensors";

    private MergedModel() {}

    /**
     * @param target made if it is not there, and must then be empty; after a failure nothing usable is left in it
     * @throws IOException if base or adapter cannot be used, a number is not finite, or the disk is full
     */
    public static void write(Path base, Path adapter, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> there = Files.list(target)) {
            if (there.findAny().isPresent()) {
                throw new IOException(target + " is not empty; a merged model gets a directory of its own");
            }
        }
        try (MergedWeights weights = MergedWeights.open(base, adapter)) {
            Path part = target.resolve(WEIGHTS + ".part");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
                    SafetensorsWriter.write(out, contents(weights), Map.of("format", "pt"));
                }
                copyTexts(base, target);
                Files.move(part, target.resolve(WEIGHTS), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void copyTexts(Path base, Path target) throws IOException {
        List<Path> texts;
        try (Stream<Path> files = Files.list(base)) {
            texts = files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".safetensors"))
                    .filter(f -> !f.toString().endsWith(".safetensors.index.json"))
                    .sorted()
                    .toList();
        }
        for (Path text : texts) {
            Path copy = target.resolve(text.getFileName());
            try (OutputStream out = Files.newOutputStream(copy)) {
                Files.copy(text, out);
            }
        }
    }

    private static List<TensorContent> contents(MergedWeights weights) {
        List<TensorContent> contents = new ArrayList<>();
        weights.base().tensors().values().stream()
                .sorted(Comparator.comparing(TensorInfo::name))
                .forEach(tensor -> contents.add(new TensorContent(
                        tensor.name(), tensor.type(), tensor.shape(), out -> writeRows(weights, tensor, out))));
        return contents;
    }

    private static void writeRows(MergedWeights weights, TensorInfo tensor, OutputStream out) throws IOException {
        if (!tensor.type().isFloat()) {
            Channels.newChannel(out)
                    .write(weights.base()
                            .fileOf(tensor.name())
                            .segment(tensor.name())
                            .asByteBuffer());
            return;
        }
        long[] extents = MergedWeights.rowsAndColumns(tensor.shape());
        float[] row = new float[Math.toIntExact(extents[1])];
        for (long r = 0; r < extents[0]; r++) {
            weights.row(tensor.name(), r, row);
            out.write(bytes(tensor.type(), row, tensor.name()));
        }
    }

    private static byte[] bytes(ElementType type, float[] row, String tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(row.length * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : row) {
            switch (type) {
                case F32 -> bytes.putFloat(value);
                case F16 -> {
                    short half = Float.floatToFloat16(value);
                    if (Float.isInfinite(Float.float16ToFloat(half))) {
                        throw new IOException(
                                "tensor " + tensor + ": " + value + " does not fit into F16 after merging");
                    }
                    bytes.putShort(half);
                }
                default -> bytes.putShort(toBfloat16(value));
            }
        }
        return bytes.array();
    }

    /** To the nearest, halves to even; {@code value} is finite. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
