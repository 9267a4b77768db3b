/** Who may read which rows: a preview for people, whole splits for jobs, and always on the record. */
@NullMarked
package io.inhouse.datasets.reading;

import org.jspecify.annotations.NullMarked;
