package io.inhouse.training.worker;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a result depends on besides its inputs, and what it cost in memory. */
final class Hardware {
    private Hardware() {}

    /** For example {@code PyTorch 2.7.1, Intel(R) Xeon(R) Processor, avx512f, 2 threads}. */
    static String describe(int threads) {
        List<String> cpu = lines("/proc/cpuinfo");
        String name = value(cpu, "model name").orElse(System.getProperty("os.arch", "unknown"));
        List<String> flags = List.of(value(cpu, "flags").orElse("").split(" "));
        String instructions = Stream.of("avx512f", "avx2", "avx")
                .filter(flags::contains)
                .findFirst()
                .orElse("no avx");
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + ", " + name + ", " + instructions + ", "
                + threads + " threads";
    }

    /** The kernel's high-water mark of this process's resident memory, in 10^6 bytes; 0 where there is none. */
    static double peakMemory() {
        return value(lines("/proc/self/status"), "VmHWM")
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) * 1024 / 1e6)
                .orElse(0.0);
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
