/** How long a request's body may be that is read into memory as a whole. */
@NullMarked
package io.inhouse.failures.body;

import org.jspecify.annotations.NullMarked;
