/** Keys of persons, and contents that can be read only while those keys exist. */
@NullMarked
package io.inhouse.recording.encryption;

import org.jspecify.annotations.NullMarked;
