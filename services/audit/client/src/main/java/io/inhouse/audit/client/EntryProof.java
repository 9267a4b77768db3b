package io.inhouse.audit.client;

import java.util.List;

/**
 * An entry and the proof that it is in the log: enough to check it without this server.
 *
 * @param leaf the exact bytes that are hashed, as text
 * @param inclusionProof Base64 hashes from the leaf to the root (RFC 6962)
 * @param checkpoint the signed tree head that the proof leads to
 */
public record EntryProof(Entry entry, String leaf, List<String> inclusionProof, String checkpoint) {}
