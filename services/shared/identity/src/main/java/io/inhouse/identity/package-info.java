/** Who is calling, for which project, in which roles and for which purpose. */
@NullMarked
package io.inhouse.identity;

import org.jspecify.annotations.NullMarked;
