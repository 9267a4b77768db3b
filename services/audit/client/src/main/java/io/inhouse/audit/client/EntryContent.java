package io.inhouse.audit.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says, decrypted.
 *
 * @param salt Base64; with it and the payload anybody can check the entry's commitment
 * @param payload the exact bytes that the entry commits to, canonical JSON
 * @param recordedAs the entry that says who read this and why
 */
public record EntryContent(
        String id, long index, Map<String, @Nullable Object> content, String salt, String payload, String recordedAs) {}
