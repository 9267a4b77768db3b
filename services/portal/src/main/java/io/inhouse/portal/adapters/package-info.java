/** An adapter as the person sees it who decides about it, and the decision. */
@NullMarked
package io.inhouse.portal.adapters;

import org.jspecify.annotations.NullMarked;
