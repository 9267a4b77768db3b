package io.inhouse.artefacts;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of an object's plain content; written {@code sha256:<64 hex digits>}. */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + hex);
        }
    }

    public static Digest of(byte[] sha256) {
        return new Digest(HexFormat.of().formatHex(sha256));
    }

    /** @throws IllegalArgumentException if {@code text} is not {@code sha256:<64 hex digits>} */
    public static Digest parse(String text) {
        if (!text.startsWith("sha256:")) {
            throw new IllegalArgumentException("a digest starts with sha256: but this is " + text);
        }
        return new Digest(text.substring("sha256:".length()));
    }

    @Override
    public String toString() {
        return "sha256:" + hex;
    }
}
