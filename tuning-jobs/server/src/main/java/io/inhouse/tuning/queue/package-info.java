/** Who may work on a job: leases with fencing numbers, and what a trainer says under its lease. */
@NullMarked
package io.inhouse.tuning.queue;

import org.jspecify.annotations.NullMarked;
