/** The process table, from made-up and real /proc entries. */
@NullMarked
package io.inhouse.local.processes;

import org.jspecify.annotations.NullMarked;
