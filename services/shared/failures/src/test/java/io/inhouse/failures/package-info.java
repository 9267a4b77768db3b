/** Tests of both dialects. */
@NullMarked
package io.inhouse.failures;

import org.jspecify.annotations.NullMarked;
