package io.inhouse.identity;

import io.quarkus.security.AuthenticationFailedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An account at the issuer and its secret, written {@code sk-<client id>.<secret>}. Never printed. */
record ApiKey(String clientId, String secret) {
    static final String PREFIX = "sk-";
    private static final int LONGEST = 512;

    /** @throws AuthenticationFailedException if it is not of that form */
    static ApiKey parse(String text) {
        int dot = text.lastIndexOf('.');
        if (!text.startsWith(PREFIX) || dot <= PREFIX.length() || dot == text.length() - 1 || text.length() > LONGEST) {
            throw new AuthenticationFailedException("not an API key");
        }
        return new ApiKey(text.substring(PREFIX.length(), dot), text.substring(dot + 1));
    }

    /** Names the key in a cache without keeping the secret. */
    String fingerprint() {
        try {
            byte[] bytes = (clientId + "\n" + secret).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + clientId + ", ***]";
    }
}
