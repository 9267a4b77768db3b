/** Starts a trainer process for each leased job on this machine and notices when one dies. */
@NullMarked
package io.inhouse.tuning.slots;

import org.jspecify.annotations.NullMarked;
