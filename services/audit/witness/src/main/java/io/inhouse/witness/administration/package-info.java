/** Names the logs to be witnessed, and shows what logs contradicted themselves with. */
@NullMarked
package io.inhouse.witness.administration;

import org.jspecify.annotations.NullMarked;
