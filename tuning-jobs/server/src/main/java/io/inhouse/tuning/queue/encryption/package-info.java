/** The secret of a lease and its stored form. */
@NullMarked
package io.inhouse.tuning.queue.encryption;

import org.jspecify.annotations.NullMarked;
