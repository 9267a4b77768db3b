/** A dataset version as the person sees it who decides about it, and the decision. */
@NullMarked
package io.inhouse.portal.datasets;

import org.jspecify.annotations.NullMarked;
