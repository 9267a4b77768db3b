/** Typed access to the model registry. */
@NullMarked
package io.inhouse.registry.client;

import org.jspecify.annotations.NullMarked;
