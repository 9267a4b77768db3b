@NullMarked
package io.inhouse.datasets.difference;

import org.jspecify.annotations.NullMarked;
