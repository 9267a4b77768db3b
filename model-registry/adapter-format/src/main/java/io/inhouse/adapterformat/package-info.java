/**
 * Two file formats and nothing else: safetensors, and LoRA adapters as the PEFT library lays them out (a directory with
 * {@code adapter_config.json} and {@code adapter_model.safetensors}). Reading is strict, because these files arrive from
 * outside; writing is deterministic, because adapters are named by the digest of their bytes. No tensor library is
 * needed.
 */
@NullMarked
package io.inhouse.adapterformat;

import org.jspecify.annotations.NullMarked;
