/** The parts of the platform: how each is prepared, started, recognised and known to be ready. */
@NullMarked
package io.inhouse.local.parts;

import org.jspecify.annotations.NullMarked;
