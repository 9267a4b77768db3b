/** Files that arrive in pieces, encrypted, and wait until somebody has looked at them and takes their rows in. */
@NullMarked
package io.inhouse.datasets.staging;

import org.jspecify.annotations.NullMarked;
