package io.inhouse.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Something an entry is about.
 *
 * @param kind for example {@code dataset-version}, {@code adapter}, {@code tuning-job}
 * @param digest {@code sha256:<hex>} when the object is named by its content
 */
public record ObjectReference(
        String kind, String id, @Nullable String digest) {}
