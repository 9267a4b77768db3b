/** Tests of who is believed to be calling. */
@NullMarked
package io.inhouse.identity;

import org.jspecify.annotations.NullMarked;
