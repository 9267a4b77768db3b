@NullMarked
package io.inhouse.modelformat.merging;

import org.jspecify.annotations.NullMarked;
