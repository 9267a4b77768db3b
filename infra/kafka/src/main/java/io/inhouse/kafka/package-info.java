/** Starts a real Kafka broker (KRaft, one node) for a machine without a Kafka cluster and for tests. */
@NullMarked
package io.inhouse.kafka;

import org.jspecify.annotations.NullMarked;
