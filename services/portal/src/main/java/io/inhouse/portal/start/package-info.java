/** Where a person arrives: the work that waits for each of their roles, and the way in and out. */
@NullMarked
package io.inhouse.portal.start;

import org.jspecify.annotations.NullMarked;
