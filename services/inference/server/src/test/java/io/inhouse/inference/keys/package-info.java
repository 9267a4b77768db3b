@NullMarked
package io.inhouse.inference.keys;

import org.jspecify.annotations.NullMarked;
