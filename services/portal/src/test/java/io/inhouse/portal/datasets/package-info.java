/** Addresses that odd characters must not lead astray. */
@NullMarked
package io.inhouse.portal.datasets;

import org.jspecify.annotations.NullMarked;
