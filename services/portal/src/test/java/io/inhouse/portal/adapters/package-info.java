/** Tests of how the figures of an adapter are shown. */
@NullMarked
package io.inhouse.portal.adapters;

import org.jspecify.annotations.NullMarked;
