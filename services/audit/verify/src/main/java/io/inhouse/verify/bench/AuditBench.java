package io.inhouse.verify.bench;

import io.inhouse.ledger.CanonicalJson;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * The command {@code bench audit}: makes a bundle of 1,000,000 entries and verifies it. Figures about the server (durable
 * entries per second, time to a tree head, search, recording) are not measured here and so do not appear.
 */
public final class AuditBench {
    private static final String USAGE = """
            usage: bench audit [--json FILE] [--entries N] [--keep BUNDLE.zip]

              --json FILE     writes the figures: verify_1m_s, verify_1m_heap_mb (peak of what the heap held, garbage
                              included; the limit is the JVM's -Xmx). Other entries than 1,000,000: verify_s, verify_heap_mb
              --entries N     entries in the bundle, 1,000,000 unless given
              --keep FILE     where the bundle is made; made anew only if it does not exist, and kept
            """;
    private static final int MILLION = 1_000_000;

    private AuditBench() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    static int run(List<String> arguments, PrintStream out) throws IOException {
        int entries = MILLION;
        Path json = null;
        Path keep = null;
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                out.print(USAGE);
                return 2;
            }
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--json" -> json = Path.of(value);
                case "--keep" -> keep = Path.of(value);
                case "--entries" -> entries = Integer.parseInt(value);
                default -> {
                    out.print(USAGE);
                    return 2;
                }
            }
        }
        Path bundle = keep != null ? keep : Files.createTempFile("audit-bench", ".zip");
        try {
            if (Files.notExists(bundle) || Files.size(bundle) == 0) {
                out.println("making a bundle of " + entries + " entries ...");
                new LargeBundle(entries).write(bundle);
            }
            out.println("verifying " + Files.size(bundle) / MILLION + " MB ...");
            for (MemoryPoolMXBean pool : heap()) {
                pool.resetPeakUsage();
            }
            long begun = System.nanoTime();
            Report report = BundleVerifier.verify(bundle, LargeBundle.KEY.verifier(), null);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long peak = heap().stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            out.print(report.text());
            out.printf(
                    "%d entries in %.2f s, peak heap %d MB of %d MB, %d processors%n",
                    entries,
                    seconds,
                    peak / MILLION,
                    Runtime.getRuntime().maxMemory() / MILLION,
                    Runtime.getRuntime().availableProcessors());
            if (json != null) {
                TreeMap<String, Object> figures = new TreeMap<>();
                String name = entries == MILLION ? "verify_1m" : "verify";
                figures.put(name + "_s", Math.round(seconds * 100) / 100.0);
                figures.put(name + "_heap_mb", peak / MILLION);
                figures.put("entries", entries);
                figures.put("processors", Runtime.getRuntime().availableProcessors());
                Files.write(json, CanonicalJson.encode(figures));
            }
            return report.verdict() == Verdict.VERIFIED ? 0 : 1;
        } finally {
            if (keep == null) {
                Files.delete(bundle);
            }
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
