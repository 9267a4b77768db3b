/** Datasets: what they are called, what they may be used for, and on which legal basis. */
@NullMarked
package io.inhouse.datasets.catalogue;

import org.jspecify.annotations.NullMarked;
