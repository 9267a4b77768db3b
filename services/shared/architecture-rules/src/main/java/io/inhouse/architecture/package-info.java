/** The rules every module holds itself to, as ArchUnit rules with a reason in each message. */
@NullMarked
package io.inhouse.architecture;

import org.jspecify.annotations.NullMarked;
