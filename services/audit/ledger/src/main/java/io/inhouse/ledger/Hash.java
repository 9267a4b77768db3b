package io.inhouse.ledger;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 value in the tree of RFC 6962, section 2.1. */
public final class Hash {
    public static final int SIZE = 32;
    /** Root of the tree without entries. */
    public static final Hash EMPTY_TREE = new Hash(Commitments.sha256().digest());

    // Leaves and inner nodes are hashed with different prefixes, so that neither can pass for the other.
    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if these are not {@value #SIZE} bytes */
    public static Hash of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a hash has " + SIZE + " bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** @throws IllegalArgumentException if this is not standard Base64, padded, of {@value #SIZE} bytes */
    public static Hash parse(String base64) {
        return of(decodeBase64(base64));
    }

    /** SHA-256(0x00 || leaf). */
    public static Hash ofLeaf(byte[] leaf) {
        MessageDigest digest = Commitments.sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(leaf));
    }

    /** SHA-256(0x01 || left || right). */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = Commitments.sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Base64 has several spellings of one value; a signed format may accept only one. */
    static byte[] decodeBase64(String base64) {
        byte[] decoded = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(decoded).equals(base64)) {
            throw new IllegalArgumentException("Base64 that is not padded or has stray bits");
        }
        return decoded;
    }
}
