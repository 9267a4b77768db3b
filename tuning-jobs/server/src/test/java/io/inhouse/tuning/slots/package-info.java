/** Checks with a real trainer in a process of its own. */
@NullMarked
package io.inhouse.tuning.slots;

import org.jspecify.annotations.NullMarked;
