/** Processes of this machine as /proc shows them: starting them detached, finding ours again, stopping them, who holds a port, what they cost. */
@NullMarked
package io.inhouse.local.processes;

import org.jspecify.annotations.NullMarked;
