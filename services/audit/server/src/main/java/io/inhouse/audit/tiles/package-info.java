/** The log for foreign tools: tree head, tiles of hashes and of entries (c2sp.org/tlog-tiles). */
@NullMarked
package io.inhouse.audit.tiles;

import org.jspecify.annotations.NullMarked;
