/** Measures how long a verification takes and how much memory it needs. */
@NullMarked
package io.inhouse.verify.bench;

import org.jspecify.annotations.NullMarked;
