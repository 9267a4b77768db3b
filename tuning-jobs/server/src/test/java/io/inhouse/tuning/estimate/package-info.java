/** What estimates say, against what was measured. */
@NullMarked
package io.inhouse.tuning.estimate;

import org.jspecify.annotations.NullMarked;
