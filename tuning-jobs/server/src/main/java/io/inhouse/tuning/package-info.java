/** The queue, the leases and the life cycle of tuning jobs. */
@NullMarked
package io.inhouse.tuning;

import org.jspecify.annotations.NullMarked;
