@NullMarked
package io.inhouse.modelformat;

import org.jspecify.annotations.NullMarked;
