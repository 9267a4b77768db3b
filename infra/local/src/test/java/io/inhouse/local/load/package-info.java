/** How the figures of a load are made. */
@NullMarked
package io.inhouse.local.load;

import org.jspecify.annotations.NullMarked;
