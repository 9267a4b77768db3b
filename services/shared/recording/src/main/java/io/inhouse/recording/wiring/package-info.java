/** Makes the recorder and what it needs from the configuration, and starts and stops it with the process. */
@NullMarked
package io.inhouse.recording.wiring;

import org.jspecify.annotations.NullMarked;
