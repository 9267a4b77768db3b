/** Makes what the witness consists of. */
@NullMarked
package io.inhouse.witness.wiring;

import org.jspecify.annotations.NullMarked;
