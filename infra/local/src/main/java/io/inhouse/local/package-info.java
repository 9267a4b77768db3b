/** The platform on one machine, without a container engine. */
@NullMarked
package io.inhouse.local;

import org.jspecify.annotations.NullMarked;
