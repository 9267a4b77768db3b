package io.inhouse.languagemodel.llama2c;

import io.inhouse.adapterformat.ElementType;
import io.inhouse.adapterformat.TensorContent;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights file of llama2.c (version 0): seven 32-bit integers, then 32-bit floats, all little-endian, in the order of
 * {@code memory_map_weights} in its {@code run.c}. Each kind of matrix is stored for all layers at once.
 */
record Llama2cWeights(Shape shape, MemorySegment file) {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long HEADER = 28;

    /**
     * @param hidden width of the residual stream
     * @param keyHeads heads of keys and values; a divisor of {@code heads}
     * @param tied whether the head's matrix is the embedding
     */
    record Shape(
            int hidden,
            int feedForward,
            int layers,
            int heads,
            int keyHeads,
            int vocabulary,
            int context,
            boolean tied) {
        int headSize() {
            return hidden / heads;
        }

        int keyWidth() {
            return headSize() * keyHeads;
        }
    }

    static Llama2cWeights of(MemorySegment file) throws IOException {
        if (file.byteSize() < HEADER) {
            throw new IOException("the file is too short for the header of llama2.c weights");
        }
        int[] header = file.asSlice(0, HEADER).toArray(INT);
        int vocabulary = Math.abs(header[5]);
        for (int value : new int[] {header[0], header[1], header[2], header[3], header[4], vocabulary, header[6]}) {
            if (value < 1 || value > 1 << 20) {
                throw new IOException("the file does not begin with the header of llama2.c weights");
            }
        }
        Shape shape =
                new Shape(header[0], header[1], header[2], header[3], header[4], vocabulary, header[6], header[5] > 0);
        if (shape.hidden() % (2 * shape.heads()) != 0 || shape.heads() % shape.keyHeads() != 0) {
            throw new IOException("the header of the llama2.c weights contradicts itself: " + shape);
        }
        Llama2cWeights weights = new Llama2cWeights(shape, file);
        if (weights.end() > file.byteSize()) {
            throw new IOException("the llama2.c weights are truncated: " + file.byteSize() + " bytes, but " + shape
                    + " needs " + weights.end());
        }
        return weights;
    }

    /** The first byte after the weights. */
    long end() {
        return HEADER + 4 * (offset(Part.HEAD) + (shape.tied() ? 0 : (long) shape.vocabulary() * shape.hidden()));
    }

    /** In the file's order; {@code ROTATIONS} holds sines and cosines, which are computed anew everywhere. */
    private enum Part {
        EMBEDDING,
        ATTENTION_NORM,
        QUERY,
        KEY,
        VALUE,
        OUTPUT,
        FEED_FORWARD_NORM,
        GATE,
        DOWN,
        UP,
        FINAL_NORM,
        ROTATIONS,
        HEAD
    }

    /** Number of floats of one layer, or of the whole part if it belongs to no layer. */
    private long size(Part part) {
        long hidden = shape.hidden();
        return switch (part) {
            case EMBEDDING, HEAD -> shape.vocabulary() * hidden;
            case ATTENTION_NORM, FEED_FORWARD_NORM, FINAL_NORM -> hidden;
            case QUERY, OUTPUT -> hidden * hidden;
            case KEY, VALUE -> shape.keyWidth() * hidden;
            case GATE, DOWN, UP -> shape.feedForward() * hidden;
            case ROTATIONS -> (long) shape.context() * shape.headSize();
        };
    }

    private static boolean perLayer(Part part) {
        return switch (part) {
            case EMBEDDING, FINAL_NORM, ROTATIONS, HEAD -> false;
            default -> true;
        };
    }

    /** Floats before the part. */
    private long offset(Part wanted) {
        long floats = 0;
        for (Part part : Part.values()) {
            if (part == wanted) {
                return floats;
            }
            floats = Math.addExact(floats, size(part) * (perLayer(part) ? shape.layers() : 1));
        }
        return floats;
    }

    /** Under their Hugging Face names; valid while the file is mapped. */
    List<TensorContent> tensors() {
        List<TensorContent> tensors = new ArrayList<>();
        long hidden = shape.hidden();
        tensors.add(matrix("model.embed_tokens.weight", Part.EMBEDDING, 0, List.of((long) shape.vocabulary(), hidden)));
        for (int layer = 0; layer < shape.layers(); layer++) {
            String at = "model.layers." + layer + ".";
            List<Long> ff = List.of((long) shape.feedForward(), hidden);
            tensors.add(matrix(at + "input_layernorm.weight", Part.ATTENTION_NORM, layer, List.of(hidden)));
            tensors.add(rotated(at + "self_attn.q_proj.weight", Part.QUERY, layer, shape.heads()));
            tensors.add(rotated(at + "self_attn.k_proj.weight", Part.KEY, layer, shape.keyHeads()));
            tensors.add(matrix(
                    at + "self_attn.v_proj.weight", Part.VALUE, layer, List.of((long) shape.keyWidth(), hidden)));
            tensors.add(matrix(at + "self_attn.o_proj.weight", Part.OUTPUT, layer, List.of(hidden, hidden)));
            tensors.add(matrix(at + "post_attention_layernorm.weight", Part.FEED_FORWARD_NORM, layer, List.of(hidden)));
            tensors.add(matrix(at + "mlp.gate_proj.weight", Part.GATE, layer, ff));
            tensors.add(
                    matrix(at + "mlp.down_proj.weight", Part.DOWN, layer, List.of(hidden, (long) shape.feedForward())));
            tensors.add(matrix(at + "mlp.up_proj.weight", Part.UP, layer, ff));
        }
        tensors.add(matrix("model.norm.weight", Part.FINAL_NORM, 0, List.of(hidden)));
        if (!shape.tied()) {
            tensors.add(matrix("lm_head.weight", Part.HEAD, 0, List.of((long) shape.vocabulary(), hidden)));
        }
        return tensors;
    }

    private MemorySegment bytes(Part part, int layer) {
        return file.asSlice(HEADER + 4 * (offset(part) + layer * size(part)), 4 * size(part));
    }

    private TensorContent matrix(String name, Part part, int layer, List<Long> shape) {
        MemorySegment bytes = bytes(part, layer);
        return new TensorContent(name, ElementType.F32, shape, out -> {
            int step = 1 << 20;
            for (long at = 0; at < bytes.byteSize(); at += step) {
                out.write(
                        bytes.asSlice(at, Math.min(step, bytes.byteSize() - at)).toArray(ValueLayout.JAVA_BYTE));
            }
        });
    }

    /**
     * Queries and keys: llama2.c rotates neighbouring rows (2i, 2i + 1) of a head, Hugging Face rows (i, i + half), so
     * row 2i + j of a head becomes row j * half + i. The products of queries and keys stay the same.
     */
    private TensorContent rotated(String name, Part part, int layer, int heads) {
        MemorySegment bytes = bytes(part, layer);
        int size = shape.headSize();
        long row = 4L * shape.hidden();
        List<Long> extents = List.of((long) heads * size, (long) shape.hidden());
        return new TensorContent(name, ElementType.F32, extents, out -> {
            for (int head = 0; head < heads; head++) {
                for (int to = 0; to < size; to++) {
                    int from = 2 * (to % (size / 2)) + to / (size / 2);
                    long at = ((long) head * size + from) * row;
                    out.write(bytes.asSlice(at, row).toArray(ValueLayout.JAVA_BYTE));
                }
            }
        });
    }
}
