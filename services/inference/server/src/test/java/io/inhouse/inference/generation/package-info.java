@NullMarked
package io.inhouse.inference.generation;

import org.jspecify.annotations.NullMarked;
