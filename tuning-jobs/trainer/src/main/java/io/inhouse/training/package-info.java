/**
 * Supervised fine-tuning with LoRA: rows in, an adapter in PEFT's format out. The same base, rows, recipe and hardware kind
 * give the same bytes, also when the process was killed in between.
 */
@NullMarked
package io.inhouse.training;

import org.jspecify.annotations.NullMarked;
