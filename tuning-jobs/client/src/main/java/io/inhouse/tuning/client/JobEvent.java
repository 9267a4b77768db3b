package io.inhouse.tuning.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job. Progress stands flat beside the message.
 *
 * @param number from 1, gapless per job
 * @param type {@code message} or {@code progress}
 * @param state of the job after the event
 */
public record JobEvent(
        long number,
        Instant at,
        String type,
        JobState state,
        String message,
        @JsonUnwrapped @Nullable JobProgress progress) {}
