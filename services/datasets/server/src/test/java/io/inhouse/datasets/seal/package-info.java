@NullMarked
package io.inhouse.datasets.seal;

import org.jspecify.annotations.NullMarked;
