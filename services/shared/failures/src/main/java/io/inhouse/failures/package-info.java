/** Everything that can go wrong, named once, and the two dialects in which it is told to a caller. */
@NullMarked
package io.inhouse.failures;

import org.jspecify.annotations.NullMarked;
