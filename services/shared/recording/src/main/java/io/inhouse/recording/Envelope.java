package io.inhouse.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way to the audit ledger: one message of the topic {@value #TOPIC}, key = stream, JSON with bytes in Base64.
 *
 * @param v format version, 1
 * @param leaf the leaf's bytes, as they are hashed
 * @param ct the encrypted content; absent if {@code ctRef} names it
 * @param ctRef {@code sha256:…} of a large encrypted content in the artefact store
 * @param dek the content's key, wrapped
 * @param keyId names the person's key that wraps it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"v", "leaf", "ct", "ctRef", "dek", "keyId"})
@SuppressWarnings("ArrayRecordComponent") // a message, never compared
public record Envelope(
        int v, byte[] leaf, byte @Nullable [] ct, @Nullable String ctRef, byte[] dek, String keyId) {
    public static final int VERSION = 1;
    public static final String TOPIC = "audit.entries";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public Envelope {
        if (v != VERSION) {
            throw new IllegalArgumentException("envelope version " + v + " is not known; known is " + VERSION);
        }
        if ((ct == null) == (ctRef == null)) {
            throw new IllegalArgumentException("an envelope has either ct or ctRef");
        }
    }

    public byte[] encode() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and bytes can always be written", e);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static Envelope parse(byte[] json) {
        try {
            return JSON.readValue(json, Envelope.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an envelope: " + e.getMessage(), e);
        }
    }
}
