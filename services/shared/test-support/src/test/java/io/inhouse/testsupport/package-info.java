/** Tests of the parts that tests rely on. */
@NullMarked
package io.inhouse.testsupport;

import org.jspecify.annotations.NullMarked;
