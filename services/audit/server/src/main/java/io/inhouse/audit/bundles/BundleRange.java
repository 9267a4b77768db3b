package io.inhouse.audit.bundles;

import io.inhouse.ledger.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * What one export holds.
 *
 * @param head signed; its size is {@code treeSize}
 */
record BundleRange(
        long from,
        long to,
        long treeSize,
        SignedNote head,
        boolean openContents,
        @Nullable String previousBundle) {}
