package io.inhouse.ledger.bundle;

import io.inhouse.ledger.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@value BundleFormat#OPENINGS}: the content of an entry, which anybody can check against the leaf's commitment.
 *
 * @param payload canonical JSON
 * @param ctSha256 of the ciphertext it came from, hex
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Opening(long index, String id, byte[] salt, byte[] payload, String ctSha256) {
    /** Bytes that a line may have. */
    public static final int MAX_SIZE = 128 << 20;

    public byte[] encode() {
        return CanonicalJson.encode(Map.of(
                "index", index,
                "id", id,
                "salt", Base64.getEncoder().encodeToString(salt),
                "payload", new String(payload, StandardCharsets.UTF_8),
                "ct_sha256", ctSha256));
    }

    /** @throws IllegalArgumentException if it is no such line */
    public static Opening parse(byte[] line) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(line);
        if (members.get("index") instanceof Long index
                && members.get("id") instanceof String id
                && members.get("salt") instanceof String salt
                && members.get("payload") instanceof String payload
                && members.get("ct_sha256") instanceof String digest) {
            return new Opening(
                    index, id, Base64.getDecoder().decode(salt), payload.getBytes(StandardCharsets.UTF_8), digest);
        }
        throw new IllegalArgumentException("an opening has index, id, salt, payload and ct_sha256");
    }
}
