/** Which models can be asked: the registry's base models and the aliases of approved adapters, kept up to date. */
@NullMarked
package io.inhouse.inference.models;

import org.jspecify.annotations.NullMarked;
