/** Decides which addresses a process may connect to: loopback, private ones, and those the operator allowed. */
@NullMarked
package io.inhouse.egress;

import org.jspecify.annotations.NullMarked;
