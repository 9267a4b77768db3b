@NullMarked
package io.inhouse.datasets;

import org.jspecify.annotations.NullMarked;
