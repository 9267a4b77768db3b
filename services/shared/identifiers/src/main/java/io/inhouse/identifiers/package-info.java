/** Prefixed UUIDv7 identifiers such as {@code evt-0198c…}: sortable by time, readable by kind. */
@NullMarked
package io.inhouse.identifiers;

import org.jspecify.annotations.NullMarked;
