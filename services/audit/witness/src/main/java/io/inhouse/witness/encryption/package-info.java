/** The witness's keys. */
@NullMarked
package io.inhouse.witness.encryption;

import org.jspecify.annotations.NullMarked;
