/** The decoder, computed as a family describes it: weights, forward pass with a cache of keys and values. */
@NullMarked
package io.inhouse.languagemodel.decoder;

import org.jspecify.annotations.NullMarked;
