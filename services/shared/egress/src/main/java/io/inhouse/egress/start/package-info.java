/** Puts the guard in force before a server starts, and checks the addresses that the server is configured with. */
@NullMarked
package io.inhouse.egress.start;

import org.jspecify.annotations.NullMarked;
