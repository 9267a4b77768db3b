@NullMarked
package io.inhouse.failures.body;

import org.jspecify.annotations.NullMarked;
