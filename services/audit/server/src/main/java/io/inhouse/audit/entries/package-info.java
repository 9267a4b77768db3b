/** Finds and shows entries, and opens their contents on the record. */
@NullMarked
package io.inhouse.audit.entries;

import org.jspecify.annotations.NullMarked;
