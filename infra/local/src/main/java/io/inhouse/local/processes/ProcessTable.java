package io.inhouse.local.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The processes of this machine, read from {@code /proc} (proc(5)). */
public final class ProcessTable {
    /** Fields of /proc/pid/stat after the command name, which may itself contain blanks and parentheses. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int START = 19;

    private final Path proc;

    public ProcessTable(Path proc) {
        this.proc = proc;
    }

    public static ProcessTable ofThisMachine() {
        return new ProcessTable(Path.of("/proc"));
    }

    /**
     * One process.
     *
     * @param startTicks clock ticks from boot to its start: with the pid it names a process for good, a pid alone is
     *     used again
     */
    public record Entry(long pid, long parent, long startTicks, List<String> arguments) {
        public Entry {
            arguments = List.copyOf(arguments);
        }
    }

    /** Empty if there is no such process, or it has ended and only waits to be reaped. */
    public Optional<Entry> find(long pid) {
        Path directory = proc.resolve(Long.toString(pid));
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[STATE].equals("X") || (fields[STATE].equals("Z") && !hasOtherThreads(directory))) {
                return Optional.empty();
            }
            String commandLine = Files.readString(directory.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return Optional.of(new Entry(
                    pid,
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[START]),
                    commandLine.isEmpty() ? List.of() : List.of(commandLine.split("\0"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A process whose first thread has ended still holds its ports until the last one has. */
    private static boolean hasOtherThreads(Path directory) throws IOException {
        try (Stream<Path> threads = Files.list(directory.resolve("task"))) {
            return threads.count() > 1;
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    public List<Entry> all(Predicate<Entry> wanted) {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path directory : directories) {
                find(Long.parseLong(String.valueOf(directory.getFileName())))
                        .filter(wanted)
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + proc + "; this launcher needs Linux", e);
        }
        return found;
    }

    /** A process with all that descend from it, the process itself first. */
    public List<Entry> family(Entry root) {
        List<Entry> everyone = all(entry -> true);
        List<Entry> family = new ArrayList<>(List.of(root));
        for (int i = 0; i < family.size(); i++) {
            long parent = family.get(i).pid();
            everyone.stream().filter(entry -> entry.parent() == parent).forEach(family::add);
        }
        return family;
    }

    /** Proportional set size in bytes: shared pages count in shares. 0 if it cannot be read. */
    public long proportionalBytes(long pid) {
        return kilobytes(pid, "smaps_rollup", "Pss:");
    }

    /** The most memory the process ever had resident, in bytes. 0 if it cannot be read. */
    public long peakResidentBytes(long pid) {
        return kilobytes(pid, "status", "VmHWM:");
    }

    private long kilobytes(long pid, String file, String key) {
        try {
            for (String line :
                    Files.readAllLines(proc.resolve(Long.toString(pid)).resolve(file))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.substring(key.length()).strip().split(" ")[0]) * 1024;
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }
}
