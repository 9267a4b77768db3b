/** Tuning jobs for an engineer: what one would need, ordering it, watching it live, ending or resuming it, comparing two. */
@NullMarked
package io.inhouse.portal.tuning;

import org.jspecify.annotations.NullMarked;
