@NullMarked
package io.inhouse.datasets.rows;

import org.jspecify.annotations.NullMarked;
