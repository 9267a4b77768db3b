/** What a trainer would make of a dataset version's rows, shown and measured before anything is trained. */
@NullMarked
package io.inhouse.tuning.rows;

import org.jspecify.annotations.NullMarked;
