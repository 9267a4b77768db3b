package io.inhouse.audit.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clear part of an entry.
 *
 * @param index its place in the log
 * @param stream the process that recorded it; {@code seq} is its number there
 * @param ts RFC 3339, UTC
 * @param outcome {@code success}, {@code denied}, {@code failed}, {@code interrupted}
 * @param actorKind {@code user}, {@code app}, {@code service}, {@code system}
 * @param actorPseudonym stands for who acted; only the holder of the person's key can link it
 * @param subjectPseudonym stands for the person whom the content is about
 * @param ctSha256 hex; names the encrypted content
 * @param ptCommit hex; commits to the content without showing it
 */
public record Entry(
        long index,
        String id,
        String stream,
        long seq,
        String ts,
        String type,
        String outcome,
        String actorKind,
        String actorPseudonym,
        @Nullable String subjectPseudonym,
        @Nullable String project,
        @Nullable String purpose,
        List<EntryObject> objects,
        String ctSha256,
        String ptCommit) {
    /** @param digest {@code sha256:<hex>} when the object is named by its content */
    public record EntryObject(
            String kind, String id, @Nullable String digest) {}
}
