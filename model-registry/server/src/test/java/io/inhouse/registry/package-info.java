/** The registry as its callers see it. */
@NullMarked
package io.inhouse.registry;

import org.jspecify.annotations.NullMarked;
