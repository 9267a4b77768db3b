package io.inhouse.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The figures of one run.
 *
 * @param baseExactMatch share of the held-out rows that the base model completes exactly, 0 to 1
 * @param tunedExactMatch the same of the tuned model
 * @param trainTokensPerSecond real tokens that went through forward and backward, per second
 * @param trainerPeakRssMb the trainer's peak resident memory as the kernel remembers it
 * @param answerP50Ms median time from a request to its last token
 * @param auditEntries entries in the exported bundle
 * @param logKey the log's public key, as a C2SP vkey
 */
record DemoReport(
        double baseExactMatch,
        double tunedExactMatch,
        double trainTokensPerSecond,
        double trainerPeakRssMb,
        double answerP50Ms,
        long auditEntries,
        Path bundle,
        boolean bundleVerified,
        String logKey,
        String adapterDigest,
        Path adapterDirectory,
        double secondsUntilTraining,
        double secondsTotal) {

    /** Writes one flat JSON object; the file appears whole or not at all. */
    void write(Path file) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("base_exact_match", baseExactMatch);
        json.put("tuned_exact_match", tunedExactMatch);
        json.put("train_tokens_per_s", Math.round(trainTokensPerSecond));
        json.put("trainer_peak_rss_mb", Math.round(trainerPeakRssMb));
        json.put("answer_p50_ms", Math.round(answerP50Ms));
        json.put("audit_entries", auditEntries);
        json.put("bundle", bundle.toString());
        json.put("bundle_verified", bundleVerified);
        json.put("log_key", logKey);
        json.put("adapter_digest", adapterDigest);
        json.put("adapter_dir", adapterDirectory.toString());
        json.put("seconds_until_training", Math.round(secondsUntilTraining));
        json.put("seconds_total", Math.round(secondsTotal));
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(part, json.toPrettyString() + System.lineSeparator());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    List<List<String>> table() {
        return List.of(
                List.of("exact match, base model", percent(baseExactMatch)),
                List.of("exact match, tuned model", percent(tunedExactMatch)),
                List.of("training", String.format(Locale.ROOT, "%,.0f tokens/s", trainTokensPerSecond)),
                List.of("trainer's peak memory", String.format(Locale.ROOT, "%,.0f MB", trainerPeakRssMb)),
                List.of("answer, median", String.format(Locale.ROOT, "%,.0f ms", answerP50Ms)),
                List.of("entries in the record", String.format(Locale.ROOT, "%,d", auditEntries)),
                List.of("bundle", bundleVerified ? "verified offline against the log's key" : "NOT VERIFIED"),
                List.of("time until training / in all", seconds(secondsUntilTraining) + " / " + seconds(secondsTotal)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String seconds(double s) {
        return String.format(Locale.ROOT, "%.0f s", s);
    }
}
