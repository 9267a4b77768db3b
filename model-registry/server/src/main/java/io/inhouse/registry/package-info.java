/** Base models and adapters as immutable versions named by digest. */
@NullMarked
package io.inhouse.registry;

import org.jspecify.annotations.NullMarked;
