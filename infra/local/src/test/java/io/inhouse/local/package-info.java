/** The launcher against the rules of the house. */
@NullMarked
package io.inhouse.local;

import org.jspecify.annotations.NullMarked;
