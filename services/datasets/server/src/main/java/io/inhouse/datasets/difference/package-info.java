/** What distinguishes two versions of a dataset, row by row. */
@NullMarked
package io.inhouse.datasets.difference;

import org.jspecify.annotations.NullMarked;
