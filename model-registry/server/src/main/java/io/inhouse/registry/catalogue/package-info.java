/** Everything a project may use, in one answer. */
@NullMarked
package io.inhouse.registry.catalogue;

import org.jspecify.annotations.NullMarked;
