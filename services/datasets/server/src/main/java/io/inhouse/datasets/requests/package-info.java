/** What requests have in common: idempotency keys and the limits of lists. */
@NullMarked
package io.inhouse.datasets.requests;

import org.jspecify.annotations.NullMarked;
