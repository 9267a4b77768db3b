/** The state of the log outside PostgreSQL, which tells a restored database from the true one; and the log's key. */
@NullMarked
package io.inhouse.audit.head;

import org.jspecify.annotations.NullMarked;
