@NullMarked
package io.inhouse.tuning.client;

import org.jspecify.annotations.NullMarked;
