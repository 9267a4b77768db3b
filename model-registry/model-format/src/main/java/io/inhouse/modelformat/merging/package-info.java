/** An adapter merged into the weights of its base: W + s B A, and for DoRA its rows brought to their length. */
@NullMarked
package io.inhouse.modelformat.merging;

import org.jspecify.annotations.NullMarked;
