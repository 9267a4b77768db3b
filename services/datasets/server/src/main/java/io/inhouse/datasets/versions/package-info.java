/** Versions of datasets and the states they go through. */
@NullMarked
package io.inhouse.datasets.versions;

import org.jspecify.annotations.NullMarked;
