/** Typed access to the tuning server, including the trainer's lease protocol. */
@NullMarked
package io.inhouse.tuning.client;

import org.jspecify.annotations.NullMarked;
