/** Checks an exported audit bundle with nothing but the bundle and the log's public key. */
@NullMarked
package io.inhouse.verify;

import org.jspecify.annotations.NullMarked;
