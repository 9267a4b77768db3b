/**
 * Brings a model of the llama2.c program (github.com/karpathy/llama2.c) into the Hugging Face layout, because its
 * stories15M is the smallest pretrained Llama that a package registry delivers everywhere.
 */
@NullMarked
package io.inhouse.languagemodel.llama2c;

import org.jspecify.annotations.NullMarked;
