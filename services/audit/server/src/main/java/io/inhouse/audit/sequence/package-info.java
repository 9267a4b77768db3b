/** Turns messages into entries: gapless index, tree, signed tree head, in that order and by nobody else. */
@NullMarked
package io.inhouse.audit.sequence;

import org.jspecify.annotations.NullMarked;
