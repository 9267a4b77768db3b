/** The platform as a whole: starting, stopping, its state, and what a program needs to use it. */
@NullMarked
package io.inhouse.local.platform;

import org.jspecify.annotations.NullMarked;
