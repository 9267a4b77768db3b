/**
 * Models of the Llama architecture between their two layouts: Hugging Face's directory and llama.cpp's GGUF. Names, the order
 * of rows in query and key projections, configuration and tokenizer are translated; nothing else is known here.
 */
@NullMarked
package io.inhouse.modelformat.llama;

import org.jspecify.annotations.NullMarked;
