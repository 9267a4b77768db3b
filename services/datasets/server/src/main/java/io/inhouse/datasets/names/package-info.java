/** The persons whose names a project looks for. */
@NullMarked
package io.inhouse.datasets.names;

import org.jspecify.annotations.NullMarked;
