package io.inhouse.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Signs notes with Ed25519. Its text, {@link #secretText()}, is secret; {@link #toString()} is not. */
public final class SigningKey {
    private static final String HEAD = "PRIVATE+KEY+";

    private final byte[] seed;
    private final PrivateKey key;
    private final VerifierKey verifier;

    private SigningKey(String name, byte[] seed) {
        this.seed = seed.clone();
        this.key = Ed25519.privateKey(seed);
        this.verifier = new VerifierKey(name, VerifierKey.Kind.ED25519, Ed25519.publicKeyOf(seed));
    }

    public static SigningKey generate(String name, SecureRandom random) {
        byte[] seed = new byte[Ed25519.KEY_SIZE];
        random.nextBytes(seed);
        return new SigningKey(name, seed);
    }

    /** @param seed the 32 secret bytes of RFC 8032 */
    public static SigningKey of(String name, byte[] seed) {
        return new SigningKey(name, seed);
    }

    /**
     * Reads {@code PRIVATE+KEY+<name>+<id>+<Base64 of type and seed>}.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating the text
     */
    public static SigningKey parse(String skey) {
        String text = skey.strip();
        if (!text.startsWith(HEAD)) {
            throw new IllegalArgumentException("a signing key starts with " + HEAD);
        }
        String[] parts = text.substring(HEAD.length()).split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a signing key reads " + HEAD + "<name>+<8 hex digits>+<Base64>");
        }
        byte[] typed = Hash.decodeBase64(parts[2]);
        if (typed.length != 1 + Ed25519.KEY_SIZE || typed[0] != 1) {
            throw new IllegalArgumentException("not an Ed25519 signing key (type 1, 32 bytes)");
        }
        SigningKey key = new SigningKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.verifier.label().equals(parts[0] + "+" + parts[1])) {
            throw new IllegalArgumentException("the signing key's id does not fit its bytes: it was mistyped or cut");
        }
        return key;
    }

    public VerifierKey verifier() {
        return verifier;
    }

    public String secretText() {
        return HEAD + verifier.label() + "+"
                + Base64.getEncoder().encodeToString(VerifierKey.typed(VerifierKey.Kind.ED25519, seed));
    }

    /** The 64 bytes of the signature over the text's UTF-8 bytes. */
    public byte[] signature(String text) {
        return Ed25519.sign(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param text ends with a newline */
    public SignedNote sign(String text) {
        byte[] signature = signature(text);
        byte[] blob = ByteBuffer.allocate(4 + signature.length)
                .putInt(verifier.id())
                .put(signature)
                .array();
        return new SignedNote(
                text,
                List.of(new SignedNote.Signature(
                        verifier.name(), Base64.getEncoder().encodeToString(blob))));
    }

    @Override
    public String toString() {
        return "***" + verifier.label();
    }
}
