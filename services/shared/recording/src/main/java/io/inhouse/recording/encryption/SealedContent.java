package io.inhouse.recording.encryption;

/**
 * Encrypted content and the key to it, which only the holder of {@code keyId}'s person key can unwrap.
 *
 * @param ct {@code nonce(12) || ciphertext || tag(16)}, AES-256-GCM under a key of its own
 * @param dek that key, wrapped
 * @param keyId names the person's (or bucket's) key that wraps it
 */
@SuppressWarnings("ArrayRecordComponent") // written to a database at once and never compared
public record SealedContent(byte[] ct, byte[] dek, String keyId) {}
