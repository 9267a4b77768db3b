package io.inhouse.adapterformat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of an adapter: SHA-256 over a manifest of its two files, so that it can be checked with standard tools:
 *
 * <pre>
 * inhouse-adapter-v1
 * adapter_config.json &lt;size in bytes&gt; &lt;sha256 in hex&gt;
 * adapter_model.safetensors &lt;size in bytes&gt; &lt;sha256 in hex&gt;
 * </pre>
 */
public final class AdapterDigest {
    private AdapterDigest() {}

    /** @return {@code sha256:<64 hex digits>} */
    public static String of(Path directory) throws IOException {
        return ofManifest(manifest(directory));
    }

    /** The manifest's text, each line ended by a line feed. */
    public static String manifest(Path directory) throws IOException {
        StringBuilder manifest = new StringBuilder("inhouse-adapter-v1\n");
        for (String name : new String[] {AdapterDirectory.CONFIG, AdapterDirectory.WEIGHTS}) {
            Path file = directory.resolve(name);
            manifest.append(name)
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(sha256(file))
                    .append('\n');
        }
        return manifest.toString();
    }

    /** @return {@code sha256:<64 hex digits>} */
    public static String ofManifest(String manifest) {
        return "sha256:" + HexFormat.of().formatHex(newSha256().digest(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of a file in lower-case hex. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    /** SHA-256 of what is left of a stream, in lower-case hex. The caller closes the stream. */
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
