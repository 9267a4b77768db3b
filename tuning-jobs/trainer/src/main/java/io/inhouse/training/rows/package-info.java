/** Rows of a dataset as token ids, and the seeded order in which a job reads them. */
@NullMarked
package io.inhouse.training.rows;

import org.jspecify.annotations.NullMarked;
