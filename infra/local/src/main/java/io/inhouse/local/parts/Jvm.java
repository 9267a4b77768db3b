package io.inhouse.local.parts;

import io.inhouse.local.home.Home;
import io.inhouse.local.processes.ProcessTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the Java processes of a platform are started, and known again: by two properties on their command line. */
public final class Jvm {
    private Jvm() {}

    /** A small, single-threaded collector and the quick compiler: these servers wait more than they compute. */
    public static List<String> small(Home home, String part, int heapMegabytes) {
        List<String> command = new ArrayList<>(marked(home, part, heapMegabytes));
        command.add("-XX:TieredStopAtLevel=1");
        return command;
    }

    /** As {@link #small}, with the optimising compiler. */
    public static List<String> marked(Home home, String part, int heapMegabytes) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                homeMark(home),
                partMark(part),
                // Java would ask the list of accounts, not $HOME.
                "-Duser.home=" + System.getProperty("user.home"),
                "-Xms16m",
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /**
     * Keeps the classes that were loaded in an archive: written at the first orderly end (some seconds once), checked
     * and used at every start after that, which then costs a third of the processor time.
     */
    static List<String> startArchive(Path file) {
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + file,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off");
    }

    public static boolean isMarked(ProcessTable.Entry entry, Home home, String part) {
        return entry.arguments().contains(homeMark(home)) && entry.arguments().contains(partMark(part));
    }

    private static String homeMark(Home home) {
        return "-Dinhouse.home=" + home.root();
    }

    private static String partMark(String part) {
        return "-Dinhouse.part=" + part;
    }
}
