/**
 * The audit server: the only sequencer of the ledger, and the place where compliance officers search, read and export it.
 */
@NullMarked
package io.inhouse.audit;

import org.jspecify.annotations.NullMarked;
