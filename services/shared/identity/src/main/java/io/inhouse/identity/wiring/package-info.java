/** The one place that knows the real clock and real randomness. */
@NullMarked
package io.inhouse.identity.wiring;

import org.jspecify.annotations.NullMarked;
