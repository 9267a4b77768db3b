/** The one door: a reverse proxy process that gives the whole platform a single origin. */
@NullMarked
package io.inhouse.local.door;

import org.jspecify.annotations.NullMarked;
