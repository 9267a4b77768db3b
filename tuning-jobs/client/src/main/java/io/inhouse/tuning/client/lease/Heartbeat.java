package io.inhouse.tuning.client.lease;

import io.inhouse.tuning.client.JobProgress;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life that renews the lease.
 *
 * @param message something a person should read once, for example that training resumed at step 120
 * @param snapshotStep a training snapshot after so many steps has become durable; told once each
 */
public record Heartbeat(
        long fence,
        @Nullable JobProgress progress,
        @Nullable String message,
        @Nullable Integer snapshotStep) {}
