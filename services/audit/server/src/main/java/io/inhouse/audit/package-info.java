/** The only sequencer of the audit ledger. */
@NullMarked
package io.inhouse.audit;

import org.jspecify.annotations.NullMarked;
