@NullMarked
package io.inhouse.datasets.overlap;

import org.jspecify.annotations.NullMarked;
