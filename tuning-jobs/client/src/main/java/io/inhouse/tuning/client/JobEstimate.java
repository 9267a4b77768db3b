package io.inhouse.tuning.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * What a tuning job will need, before it starts.
 *
 * @param tokens that go through forward and backward
 * @param flops floating-point operations, counted as in {@link JobResult#flops}
 * @param trainSeconds without preparation and evaluation
 * @param speedIsMeasured whether the seconds rest on an earlier job of this platform; if not, on an assumption
 * @param peakRssMb most resident memory of the trainer, in 10^6 bytes
 * @param availableMb what a trainer may use on this platform
 * @param memory the parts of {@code peakRssMb}
 * @param advice what to change so that it fits; empty if it does
 */
public record JobEstimate(
        long steps,
        long tokens,
        double tokensPerRow,
        TokensFrom tokensFrom,
        double flops,
        double trainSeconds,
        boolean speedIsMeasured,
        double peakRssMb,
        double availableMb,
        boolean fits,
        List<Part> memory,
        List<String> advice) {
    public JobEstimate {
        memory = List.copyOf(memory);
        advice = List.copyOf(advice);
    }

    /** Where the length of rows was taken from. */
    public enum TokensFrom {
        GIVEN,
        EARLIER_JOB,
        /** Nobody knows: memory, tokens and time are upper limits. */
        LIMIT;

        /** The spelling in JSON. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException if there is no such origin */
        @JsonCreator
        public static TokensFrom of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** @param name {@code process}, {@code weights}, {@code adapter}, {@code activations} or {@code evaluation} */
    public record Part(String name, double mb) {}
}
