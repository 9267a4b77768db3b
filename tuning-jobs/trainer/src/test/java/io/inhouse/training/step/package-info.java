/** Shown on tiny random models, against numbers that transformers and PEFT computed with them. */
@NullMarked
package io.inhouse.training.step;

import org.jspecify.annotations.NullMarked;
