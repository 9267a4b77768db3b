/** A version in figures: how many rows of which kind, how long, and how many of them twice. */
@NullMarked
package io.inhouse.datasets.statistics;

import org.jspecify.annotations.NullMarked;
