/** One process, one job: trains a LoRA adapter. */
@NullMarked
package io.inhouse.training;

import org.jspecify.annotations.NullMarked;
