/** The commands of ./inhouse. */
@NullMarked
package io.inhouse.local.commands;

import org.jspecify.annotations.NullMarked;
