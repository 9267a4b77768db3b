/** The model registry: base models and adapters as immutable versions, their approval, aliases and lineage. */
@NullMarked
package io.inhouse.registry;

import org.jspecify.annotations.NullMarked;
