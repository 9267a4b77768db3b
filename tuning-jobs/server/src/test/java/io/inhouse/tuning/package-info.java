@NullMarked
package io.inhouse.tuning;

import org.jspecify.annotations.NullMarked;
