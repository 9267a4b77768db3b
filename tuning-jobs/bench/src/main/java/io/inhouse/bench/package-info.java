/** Measurements of speed and memory; never gates. */
@NullMarked
package io.inhouse.bench;

import org.jspecify.annotations.NullMarked;
