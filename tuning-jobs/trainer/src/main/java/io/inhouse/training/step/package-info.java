/** One training step: micro-batches without padding, forward and backward layer by layer, AdamW. */
@NullMarked
package io.inhouse.training.step;

import org.jspecify.annotations.NullMarked;
