/** Takes tree heads, checks that each continues the last, and cosigns (c2sp.org/tlog-witness). */
@NullMarked
package io.inhouse.witness.checkpoints;

import org.jspecify.annotations.NullMarked;
