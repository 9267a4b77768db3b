/** Breaks the rules on purpose. */
@NullMarked
package io.inhouse.architecture.broken.rows;

import org.jspecify.annotations.NullMarked;
