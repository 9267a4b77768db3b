/** Where a server is configured to connect to. */
@NullMarked
package io.inhouse.egress.start;

import org.jspecify.annotations.NullMarked;
