/** Tests of files that arrive in pieces. */
@NullMarked
package io.inhouse.datasets.staging;

import org.jspecify.annotations.NullMarked;
