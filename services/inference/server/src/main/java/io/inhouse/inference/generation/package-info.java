/**
 * Holds models in memory and computes answers, a few at a time and in fair turns between projects. The only package that
 * touches the language model; reached only through {@code io.inhouse.inference.recording}.
 */
@NullMarked
package io.inhouse.inference.generation;

import org.jspecify.annotations.NullMarked;
