/** The storm's own instruments: a checker that finds nothing must be known to find something. */
@NullMarked
package io.inhouse.local.storm;

import org.jspecify.annotations.NullMarked;
