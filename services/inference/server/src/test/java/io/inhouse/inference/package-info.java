@NullMarked
package io.inhouse.inference;

import org.jspecify.annotations.NullMarked;
