/** Shows how the log and every stream in it are doing. */
@NullMarked
package io.inhouse.audit.streams;

import org.jspecify.annotations.NullMarked;
