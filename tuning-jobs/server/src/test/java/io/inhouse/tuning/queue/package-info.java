@NullMarked
package io.inhouse.tuning.queue;

import org.jspecify.annotations.NullMarked;
