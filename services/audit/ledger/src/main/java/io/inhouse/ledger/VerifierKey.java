package io.inhouse.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a signer of notes, written {@code <name>+<id, 8 hex digits>+<Base64 of type and key>}
 * (c2sp.org/signed-note, c2sp.org/tlog-cosignature).
 */
public final class VerifierKey {
    private static final int TIMESTAMP_SIZE = 8;

    private final String name;
    private final Kind kind;
    private final byte[] raw;
    private final PublicKey key;
    private final int id;

    /** What is signed, and how. */
    public enum Kind {
        /** Ed25519 over the note's text: how a log signs. */
        ED25519(0x01, Ed25519.KEY_SIZE),
        /** Ed25519 over a time and the note's text: how a witness signs. */
        ED25519_COSIGNATURE(0x04, Ed25519.KEY_SIZE),
        /** ML-DSA-44 over name, time, origin, size and root: how a log signs beside Ed25519, and how a witness may. */
        ML_DSA_44(0x06, MlDsa44.PUBLIC_KEY_SIZE);

        private final byte type;
        private final int keySize;

        Kind(int type, int keySize) {
            this.type = (byte) type;
            this.keySize = keySize;
        }

        boolean isTimestamped() {
            return this != ED25519;
        }

        private static Kind of(byte[] typed) {
            for (Kind kind : values()) {
                if (typed.length == 1 + kind.keySize && typed[0] == kind.type) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "not a key of type 1 or 4 (Ed25519, 32 bytes) or 6 (ML-DSA-44, 1312 bytes)");
        }
    }

    VerifierKey(String name, Kind kind, byte[] raw) {
        this.name = checkName(name);
        this.kind = kind;
        this.raw = raw.clone();
        this.key = kind == Kind.ML_DSA_44 ? MlDsa44.publicKey(raw) : Ed25519.publicKey(raw);
        this.id = id(name, typed(kind, raw));
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a key reads <name>+<8 hex digits>+<Base64>");
        }
        byte[] typed = Hash.decodeBase64(parts[2]);
        VerifierKey key = new VerifierKey(parts[0], Kind.of(typed), Arrays.copyOfRange(typed, 1, typed.length));
        if (!parts[1].equals(key.idText())) {
            throw new IllegalArgumentException(
                    "the key's id is " + parts[1] + " but its bytes say " + key.idText() + ": it was mistyped or cut");
        }
        return key;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** The first four bytes of SHA-256(name || newline || type || key). */
    public int id() {
        return id;
    }

    /** {@code <name>+<id>}: enough to tell keys apart, not enough to verify with. */
    public String label() {
        return name + "+" + idText();
    }

    /** Whether {@code signature} is this key's over {@code text}: its UTF-8 bytes, or for a cosignature what that makes of them. */
    public boolean verifies(String text, byte[] signature) {
        if (!kind.isTimestamped()) {
            return Ed25519.verify(key, text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length <= TIMESTAMP_SIZE) {
            return false;
        }
        long time = ByteBuffer.wrap(signature).getLong();
        byte[] message;
        try {
            message = Cosigned.message(kind, name, time, text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] signed = Arrays.copyOfRange(signature, TIMESTAMP_SIZE, signature.length);
        return kind == Kind.ML_DSA_44 ? MlDsa44.verify(key, message, signed) : Ed25519.verify(key, message, signed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that
                && name.equals(that.name)
                && kind == that.kind
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return id;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return label() + "+" + Base64.getEncoder().encodeToString(typed(kind, raw));
    }

    private String idText() {
        return HexFormat.of().toHexDigits(id);
    }

    static String checkName(String name) {
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(VerifierKey::breaksLine)) {
            throw new IllegalArgumentException("a key's name is not empty and holds no space and no +");
        }
        return name;
    }

    static byte[] typed(Kind kind, byte[] raw) {
        byte[] typed = new byte[raw.length + 1];
        typed[0] = kind.type;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return typed;
    }

    private static boolean breaksLine(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }

    private static int id(String name, byte[] typed) {
        MessageDigest digest = Commitments.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return ByteBuffer.wrap(digest.digest(typed)).getInt();
    }
}
