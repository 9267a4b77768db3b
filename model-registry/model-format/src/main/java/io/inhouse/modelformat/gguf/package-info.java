/**
 * The GGUF container, version 2 and 3, and those of its element types that are read or written here. Strict: these files
 * arrive from outside. Source: docs/gguf.md of ggml-org/ggml.
 */
@NullMarked
package io.inhouse.modelformat.gguf;

import org.jspecify.annotations.NullMarked;
