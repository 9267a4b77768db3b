/** The whole platform as the launcher starts it, from the programs that this build has just made. */
@NullMarked
package io.inhouse.platformtest;

import org.jspecify.annotations.NullMarked;
