package io.inhouse.local.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    @TempDir
    Path proc;

    @Test
    void readsWhatTellsOneProcessFromAnother() throws Exception {
        process(7, "a (strange) name", "S", 1, 4711, "java", "-Dx=1");

        ProcessTable.Entry entry = new ProcessTable(proc).find(7).orElseThrow();

        assertThat(entry.parent()).isEqualTo(1);
        assertThat(entry.startTicks()).isEqualTo(4711);
        assertThat(entry.arguments()).containsExactly("java", "-Dx=1");
    }

    @Test
    void doesNotCountWhatHasEndedAndWaitsToBeReaped() throws Exception {
        process(7, "java", "Z", 1, 4711);

        assertThat(new ProcessTable(proc).find(7)).isEmpty();
    }

    @Test
    void countsWhatHasLostOnlyItsFirstThread() throws Exception {
        process(7, "java", "Z", 1, 4711);
        Files.createDirectories(proc.resolve("7/task/8"));

        assertThat(new ProcessTable(proc).find(7)).isPresent();
    }

    @Test
    void knowsAllThatDescendFromAProcess() throws Exception {
        process(7, "tuning", "S", 1, 1);
        process(8, "trainer", "S", 7, 2);
        process(9, "helper", "S", 8, 3);
        process(10, "stranger", "S", 1, 4);
        ProcessTable table = new ProcessTable(proc);

        assertThat(table.family(table.find(7).orElseThrow()))
                .extracting(ProcessTable.Entry::pid)
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    void readsMemoryInBytes() throws Exception {
        process(7, "java", "S", 1, 1);
        Files.writeString(proc.resolve("7/smaps_rollup"), "Rss:   300 kB\nPss:                 120 kB\n");
        Files.writeString(proc.resolve("7/status"), "Name: java\nVmHWM:\t  2048 kB\n");

        assertThat(new ProcessTable(proc).proportionalBytes(7)).isEqualTo(120 * 1024);
        assertThat(new ProcessTable(proc).peakResidentBytes(7)).isEqualTo(2048 * 1024);
    }

    private void process(long pid, String name, String state, long parent, long start, String... arguments)
            throws Exception {
        Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        String stat = pid + " (" + name + ") " + state + " " + parent + " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 " + start
                + " 0 0";
        Files.writeString(directory.resolve("stat"), stat);
        Files.createDirectories(directory.resolve("task").resolve(Long.toString(pid)));
        Files.writeString(directory.resolve("cmdline"), String.join("\0", arguments) + "\0");
    }
}
