package io.inhouse.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a signer of notes, written {@code <name>+<id, 8 hex digits>+<Base64 of type and key>}
 * (c2sp.org/signed-note). Only Ed25519, type 1, is known.
 */
public final class VerifierKey {
    static final byte TYPE_ED25519 = 0x01;

    private final String name;
    private final byte[] raw;
    private final PublicKey key;
    private final int id;

    VerifierKey(String name, byte[] raw) {
        this.name = checkName(name);
        this.raw = raw.clone();
        this.key = Ed25519.publicKey(raw);
        this.id = id(name, raw);
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a key reads <name>+<8 hex digits>+<Base64>");
        }
        byte[] typed = keyMaterial(parts[2]);
        VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!parts[1].equals(key.idText())) {
            throw new IllegalArgumentException(
                    "the key's id is " + parts[1] + " but its bytes say " + key.idText() + ": it was mistyped or cut");
        }
        return key;
    }

    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256(name || newline || type || key). */
    public int id() {
        return id;
    }

    /** {@code <name>+<id>}: enough to tell keys apart, not enough to verify with. */
    public String label() {
        return name + "+" + idText();
    }

    /** Whether {@code signature} is this key's over the UTF-8 bytes of {@code text}. */
    public boolean verifies(String text, byte[] signature) {
        return Ed25519.verify(key, text.getBytes(StandardCharsets.UTF_8), signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return id;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return label() + "+" + Base64.getEncoder().encodeToString(typed(raw));
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

    static byte[] keyMaterial(String base64) {
        byte[] typed = Hash.decodeBase64(base64);
        if (typed.length != 1 + Ed25519.KEY_SIZE || typed[0] != TYPE_ED25519) {
            throw new IllegalArgumentException("not an Ed25519 key (type 1, 32 bytes)");
        }
        return typed;
    }

    static byte[] typed(byte[] raw) {
        byte[] typed = new byte[raw.length + 1];
        typed[0] = TYPE_ED25519;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return typed;
    }

    private static boolean breaksLine(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }

    private static int id(String name, byte[] raw) {
        MessageDigest digest = Commitments.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        byte[] hash = digest.digest(typed(raw));
        return HexFormat.fromHexDigits(HexFormat.of().formatHex(hash, 0, 4));
    }
}
