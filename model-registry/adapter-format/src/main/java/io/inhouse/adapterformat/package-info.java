/** LoRA adapters in PEFT's format, and safetensors. */
@NullMarked
package io.inhouse.adapterformat;

import org.jspecify.annotations.NullMarked;
