/** The commands as a user types them, on a tiny model. */
@NullMarked
package io.inhouse.bench;

import org.jspecify.annotations.NullMarked;
