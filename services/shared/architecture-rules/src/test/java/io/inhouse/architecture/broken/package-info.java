/** Breaks the rules on purpose. */
@NullMarked
package io.inhouse.architecture.broken;

import org.jspecify.annotations.NullMarked;
