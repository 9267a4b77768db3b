package io.inhouse.tuning.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a job failed.
 *
 * @param code stable, for example {@code diverged}, {@code unusable_rows}, {@code trainer_died}
 * @param detail what was wrong and what to do
 * @param step at which it failed, if it was training
 */
public record JobFailure(
        String code, String detail, @Nullable Integer step) {}
