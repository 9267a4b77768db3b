package io.inhouse.local.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * What the readers of many streams saw.
 *
 * @param failures why each stream that failed did
 * @param seconds from the first question to the last answer's end
 * @param memoryBefore proportional set size of the inference server in bytes, {@code memoryAfter} the same, {@code memoryPeak}
 *     the most it ever had resident
 */
public record ChatLoadReport(
        int streams,
        List<ChatStream> answers,
        List<String> failures,
        double seconds,
        long memoryBefore,
        long memoryAfter,
        long memoryPeak) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Writes one flat JSON object; the file appears whole or not at all. */
    void write(Path file) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("streams", streams);
        json.put("failed", failures.size());
        json.put("first_token_p50_ms", millis(first(), 50));
        json.put("first_token_p95_ms", millis(first(), 95));
        json.put("between_tokens_p50_ms", millis(perToken(), 50));
        json.put("between_tokens_p95_ms", millis(perToken(), 95));
        json.put("between_pieces_p50_ms", millis(gaps(), 50));
        json.put("between_pieces_p95_ms", millis(gaps(), 95));
        json.put("seconds_total", Math.round(10 * seconds) / 10.0);
        json.put("inference_mb_before", memoryBefore / 1_000_000);
        json.put("inference_mb_after", memoryAfter / 1_000_000);
        json.put("inference_mb_peak", memoryPeak / 1_000_000);
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(part, json.toPrettyString() + System.lineSeparator());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** One line for people. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%d streams in %.1f s, %d failed; first token after %.0f ms (p50), %.0f ms (p95); between tokens %.1f ms (p50),"
                        + " %.1f ms (p95); inference server %d MB before, %d MB after",
                streams,
                seconds,
                failures.size(),
                millis(first(), 50),
                millis(first(), 95),
                millis(perToken(), 50),
                millis(perToken(), 95),
                memoryBefore / 1_000_000,
                memoryAfter / 1_000_000);
    }

    private LongStream first() {
        return answers.stream().mapToLong(ChatStream::firstNanos);
    }

    private LongStream perToken() {
        return answers.stream().mapToLong(ChatStream::perTokenNanos).filter(nanos -> nanos > 0);
    }

    private LongStream gaps() {
        return answers.stream().flatMap(answer -> answer.gapNanos().stream()).mapToLong(Long::longValue);
    }

    /** The nearest-rank percentile; 0 if there are no values. */
    static double millis(LongStream nanos, int percentile) {
        long[] sorted = nanos.sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percentile / 100.0 * sorted.length);
        return Math.round(10 * sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI) / 10.0;
    }
}
