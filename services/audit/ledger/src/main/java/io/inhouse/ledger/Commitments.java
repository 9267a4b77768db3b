package io.inhouse.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a leaf is tied to content it does not show and to persons it does not name. */
public final class Commitments {
    /** Bytes of the random salt that stands before the payload in the plaintext. */
    public static final int SALT_SIZE = 32;

    private Commitments() {}

    /**
     * Binds a leaf to its payload (AES-GCM alone does not: one ciphertext can be made to open to two plaintexts), and
     * reveals nothing about it once the salt is gone.
     *
     * @param salt {@value #SALT_SIZE} random bytes, fresh for every entry
     * @param payload canonical JSON
     * @return HMAC-SHA-256(key = salt, payload), hex
     */
    public static String commitment(byte[] salt, byte[] payload) {
        if (salt.length != SALT_SIZE) {
            throw new IllegalArgumentException("a salt has " + SALT_SIZE + " bytes, not " + salt.length);
        }
        return HexFormat.of().formatHex(hmac(salt, payload));
    }

    /**
     * A stable name for a person that only the holder of that person's key can link.
     *
     * @param key the person's pseudonym key; when it is destroyed the pseudonym is just noise
     * @return HMAC-SHA-256(key, "subject"), hex
     */
    public static String pseudonym(byte[] key) {
        return HexFormat.of().formatHex(hmac(key, "subject".getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of the ciphertext (nonce, encrypted bytes, tag), hex. */
    public static String ciphertextDigest(byte[] ciphertext) {
        return HexFormat.of().formatHex(sha256().digest(ciphertext));
    }

    /** What a ciphertext is authenticated with, so that it cannot be moved to another entry. */
    public static byte[] associatedData(String stream, String id) {
        return (stream + "\n" + id).getBytes(StandardCharsets.UTF_8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
