/** A witness: cosigns tree heads of logs that only grow, and refuses all others. Meant for a machine of the people who audit. */
@NullMarked
package io.inhouse.witness;

import org.jspecify.annotations.NullMarked;
