@NullMarked
package io.inhouse.registry.adapters;

import org.jspecify.annotations.NullMarked;
