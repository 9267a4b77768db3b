/** The rule, and real clients that it is tried against. */
@NullMarked
package io.inhouse.egress;

import org.jspecify.annotations.NullMarked;
