package io.inhouse.audit.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries, newest first.
 *
 * @param cursor gives the next page as {@code cursor}; null on the last
 * @param treeSize entries in the published log
 */
public record EntryPage(List<Entry> entries, @Nullable String cursor, long treeSize) {}
