package io.inhouse.modelformat.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements to floats and back, in float arithmetic and in ggml's order of operations, so that results are equal bits. */
final class Blocks {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 32;

    private Blocks() {}

    static void expand(GgufType type, MemorySegment from, int elements, float[] into) {
        switch (type) {
            case F32 -> {
                for (int i = 0; i < elements; i++) {
                    into[i] = Float.intBitsToFloat(from.get(INT, 4L * i));
                }
            }
            case F16 -> {
                for (int i = 0; i < elements; i++) {
                    into[i] = half(from, 2L * i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < elements; i++) {
                    into[i] = Float.intBitsToFloat(from.get(SHORT, 2L * i) << 16);
                }
            }
            case Q8_0 -> {
                for (int block = 0; block * BLOCK < elements; block++) {
                    long at = 34L * block;
                    float d = half(from, at);
                    for (int i = 0; i < BLOCK; i++) {
                        into[block * BLOCK + i] = d * from.get(ValueLayout.JAVA_BYTE, at + 2 + i);
                    }
                }
            }
            case Q4_0 -> {
                for (int block = 0; block * BLOCK < elements; block++) {
                    long at = 18L * block;
                    float d = half(from, at);
                    for (int i = 0; i < BLOCK; i++) {
                        into[block * BLOCK + i] = d * (nibble(from, at + 2, i) - 8);
                    }
                }
            }
            case Q4_1 -> {
                for (int block = 0; block * BLOCK < elements; block++) {
                    long at = 20L * block;
                    float d = half(from, at);
                    float m = half(from, at + 2);
                    for (int i = 0; i < BLOCK; i++) {
                        into[block * BLOCK + i] = d * nibble(from, at + 4, i) + m;
                    }
                }
            }
        }
    }

    private static float half(MemorySegment from, long at) {
        return Float.float16ToFloat(from.get(SHORT, at));
    }

    private static int nibble(MemorySegment from, long at, int i) {
        int both = from.get(ValueLayout.JAVA_BYTE, at + i % 16);
        return i < 16 ? both & 0x0f : both >> 4 & 0x0f;
    }

    /** @throws ArithmeticException if a value or scale does not fit into a float16 */
    static byte[] compress(GgufType type, float[] row) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(row.length))).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> out.asFloatBuffer().put(row);
            case F16 -> {
                for (float value : row) {
                    out.putShort(toHalf(value));
                }
            }
            case Q8_0 -> {
                for (int at = 0; at < row.length; at += BLOCK) {
                    eightBits(row, at, out);
                }
            }
            default -> throw new IllegalArgumentException(type + " is not written");
        }
        return out.array();
    }

    /** The largest magnitude becomes 127; values are rounded, halves away from zero. */
    private static void eightBits(float[] row, int at, ByteBuffer out) {
        float largest = 0;
        for (int i = at; i < at + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(row[i]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        out.putShort(toHalf(d));
        for (int i = at; i < at + BLOCK; i++) {
            float scaled = row[i] * inverse;
            double magnitude = Math.floor(Math.abs(scaled) + 0.5);
            out.put((byte) (scaled < 0 ? -magnitude : magnitude));
        }
    }

    private static short toHalf(float value) {
        short half = Float.floatToFloat16(value);
        if (Float.isInfinite(Float.float16ToFloat(half))) {
            throw new ArithmeticException(value + " does not fit into a float16");
        }
        return half;
    }
}
