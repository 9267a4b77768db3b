package io.inhouse.datasets.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into a draft: it is sent in pieces, looked at, and then its rows are taken in or it is discarded.
 *
 * @param id {@code stg-…}
 * @param filename as its owner called it
 * @param bytes how long it will be
 * @param received how much of it is here; the next piece starts there
 * @param state {@code receiving}, {@code received}, {@code taken} or {@code discarded}
 * @param upload what its rows became, once they are taken in
 */
public record StagedFile(
        String id,
        String versionId,
        String filename,
        FileKind kind,
        long bytes,
        long received,
        String state,
        String createdBy,
        String createdByName,
        Instant createdAt,
        @Nullable String upload) {}
