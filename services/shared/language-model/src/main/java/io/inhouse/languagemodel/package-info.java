/** A decoder-only language model with LoRA on DJL's PyTorch engine. */
@NullMarked
package io.inhouse.languagemodel;

import org.jspecify.annotations.NullMarked;
