/**
 * How a trainer speaks with the tuning server, over {@code <server>/internal/leases/current} with
 * {@code Authorization: Lease <token>}. The token is a trainer's only credential; it arrives in the environment.
 *
 * <ul>
 *   <li>{@code GET /internal/leases/current} → {@link io.inhouse.tuning.client.lease.LeaseSpec}
 *   <li>{@code GET /internal/leases/current/rows?split=train|test} → rows as newline-delimited JSON; header
 *       {@code X-Inhouse-Rows} says how many
 *   <li>{@code POST /internal/leases/current/heartbeat} {@link io.inhouse.tuning.client.lease.Heartbeat} →
 *       {@link io.inhouse.tuning.client.lease.Instruction}
 *   <li>{@code PUT /internal/leases/current/files/{name}?fence=n} with the bytes of {@code adapter_model.safetensors} and of
 *       {@code adapter_config.json}
 *   <li>{@code POST /internal/leases/current/complete} {@link io.inhouse.tuning.client.lease.Completion} → 204
 *   <li>{@code POST /internal/leases/current/failed} {@link io.inhouse.tuning.client.lease.FailureReport} → 204
 * </ul>
 *
 * <p>401: the token is not known (any more). 409: the lease was lost or the job is over; the trainer exits and registers
 * nothing. Anything else in the 500s, or no answer: try again until {@code leaseSeconds} have passed since the last answer.
 */
@NullMarked
package io.inhouse.tuning.client.lease;

import org.jspecify.annotations.NullMarked;
