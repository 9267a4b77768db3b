/** Records what somebody was not allowed to do. */
@NullMarked
package io.inhouse.recording.denial;

import org.jspecify.annotations.NullMarked;
