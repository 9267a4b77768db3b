/**
 * The trainer's process: takes its job over the lease protocol, trains, evaluates, hands the adapter in. It knows the tuning
 * server and nothing else of the platform; the lease's token is its only credential.
 */
@NullMarked
package io.inhouse.training.worker;

import org.jspecify.annotations.NullMarked;
