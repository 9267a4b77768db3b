package io.inhouse.modelformat.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types of elements that are read. Quantised ones come in blocks of 32 consecutive elements of a row. */
public enum GgufType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    /** float16 scale d, then 16 bytes of two unsigned nibbles q each: d (q - 8). Low nibbles are elements 0 to 15. */
    Q4_0(2, 32, 18),
    /** float16 scale d and minimum m, then nibbles as in Q4_0: d q + m. */
    Q4_1(3, 32, 20),
    /** float16 scale d, then 32 signed bytes q: d q. */
    Q8_0(8, 32, 34),
    BF16(30, 1, 2);

    /** Names by number in the format, for messages; null where a number was never or is no longer used. */
    private static final List<String> NAMES = List.of(
            "F32",
            "F16",
            "Q4_0",
            "Q4_1",
            "(removed)",
            "(removed)",
            "Q5_0",
            "Q5_1",
            "Q8_0",
            "Q8_1",
            "Q2_K",
            "Q3_K",
            "Q4_K",
            "Q5_K",
            "Q6_K",
            "Q8_K",
            "IQ2_XXS",
            "IQ2_XS",
            "IQ3_XXS",
            "IQ1_S",
            "IQ4_NL",
            "IQ3_S",
            "IQ2_S",
            "IQ4_XS",
            "I8",
            "I16",
            "I32",
            "I64",
            "F64",
            "IQ1_M",
            "BF16");

    private final int number;
    private final int blockElements;
    private final int blockBytes;

    GgufType(int number, int blockElements, int blockBytes) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /** As the file has it. */
    public int number() {
        return number;
    }

    public int blockElements() {
        return blockElements;
    }

    public boolean isQuantised() {
        return blockElements > 1;
    }

    /** @param elements a multiple of {@link #blockElements} */
    public long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }

    static Optional<GgufType> of(int number) {
        return Arrays.stream(values()).filter(t -> t.number == number).findFirst();
    }

    static String describe(int number) {
        return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "number " + Integer.toUnsignedString(number);
    }

    /** The names of all, for messages. */
    public static String known() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
