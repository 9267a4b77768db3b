package io.inhouse.adapterformat;

/**
 * The types of a tensor's elements, spelled and ordered as in safetensors' reference implementation, whose files hold the
 * last types first. Elements are little-endian.
 */
public enum ElementType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8);

    private final int size;

    ElementType(int size) {
        this.size = size;
    }

    /** Size of one element in bytes. */
    public int size() {
        return size;
    }

    /** Whether {@link SafetensorsFile#floats} can read elements of this type. */
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }
}
