/** Starting, adopting and stopping: made-up parts as real processes, and the real PostgreSQL and Kafka. */
@NullMarked
package io.inhouse.local.platform;

import org.jspecify.annotations.NullMarked;
