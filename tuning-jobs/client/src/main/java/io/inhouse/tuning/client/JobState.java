package io.inhouse.tuning.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * queued → running → succeeded | failed | cancelled. A running job whose trainer died goes back to queued; a failed or
 * cancelled one may be resumed and is queued again.
 */
public enum JobState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** The spelling in JSON and in the database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    @JsonCreator
    public static JobState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Nothing happens to the job any more unless somebody resumes it. */
    public boolean isOver() {
        return this != QUEUED && this != RUNNING;
    }
}
