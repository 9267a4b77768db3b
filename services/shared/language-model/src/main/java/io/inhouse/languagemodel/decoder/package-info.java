/** The Llama family: its configuration, its weights, its forward pass with a cache of keys and values. */
@NullMarked
package io.inhouse.languagemodel.decoder;

import org.jspecify.annotations.NullMarked;
