/** Held-out rows that are trained on as well, or nearly so: an evaluation with them would say more than is true. */
@NullMarked
package io.inhouse.datasets.overlap;

import org.jspecify.annotations.NullMarked;
