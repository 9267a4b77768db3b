/** Adapters: registered by the tuning server, approved by a second person, served under an alias. */
@NullMarked
package io.inhouse.registry.adapters;

import org.jspecify.annotations.NullMarked;
