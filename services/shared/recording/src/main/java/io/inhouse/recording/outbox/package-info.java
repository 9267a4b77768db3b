/** The recorded entries in the service's own database and their way to Kafka. */
@NullMarked
package io.inhouse.recording.outbox;

import org.jspecify.annotations.NullMarked;
