/**
 * Base models as files, without a tensor library: what a directory in Hugging Face's layout holds, GGUF in and out, adapters
 * merged into weights. Everything streams: no model has to fit into memory.
 */
@NullMarked
package io.inhouse.modelformat;

import org.jspecify.annotations.NullMarked;
