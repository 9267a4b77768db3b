package io.inhouse.audit.client;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an export.
 *
 * @param reason becomes part of the record
 * @param from index of the first entry; absent for the log's first
 * @param to index after the last entry; absent for all, the export's own entry included
 * @param openContents whether readable contents are included; every reading is recorded
 * @param previousBundle {@code sha256:<hex>} of the bundle exported before, to chain bundles
 */
public record BundleRequest(
        String reason,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable Boolean openContents,
        @Nullable String previousBundle) {}
