/** The one place that asks the machine for the time. */
@NullMarked
package io.inhouse.local.wiring;

import org.jspecify.annotations.NullMarked;
