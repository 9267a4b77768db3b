/** How parts are described to others. */
@NullMarked
package io.inhouse.local.parts;

import org.jspecify.annotations.NullMarked;
