/** Training snapshots: what a killed job needs to end in the same adapter, byte for byte. */
@NullMarked
package io.inhouse.training.snapshot;

import org.jspecify.annotations.NullMarked;
