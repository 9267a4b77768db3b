package io.inhouse.local.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who listens on a TCP port of this machine. */
public final class PortOwner {
    private static final String LISTEN = "0A";
    /** Columns of /proc/net/tcp. */
    private static final int LOCAL_ADDRESS = 1;

    private static final int CONNECTION_STATE = 3;
    private static final int INODE = 9;

    private final Path proc;

    public PortOwner(Path proc) {
        this.proc = proc;
    }

    public static PortOwner ofThisMachine() {
        return new PortOwner(Path.of("/proc"));
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** For example {@code "java (pid 4711)"}; says so when the process belongs to somebody else and cannot be named. */
    public String describe(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listening(proc.resolve(table), port));
        }
        if (!sockets.isEmpty()) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
                for (Path process : processes) {
                    if (holds(process, sockets)) {
                        return Files.readString(process.resolve("comm")).strip() + " (pid " + process.getFileName()
                                + ")";
                    }
                }
            } catch (IOException e) {
                // Falls through: the owner cannot be named.
            }
        }
        return "a process that this user may not see";
    }

    private static Set<String> listening(Path table, int port) {
        Set<String> sockets = new HashSet<>();
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > INODE
                        && columns[CONNECTION_STATE].equals(LISTEN)
                        && columns[LOCAL_ADDRESS].endsWith(suffix)) {
                    sockets.add("socket:[" + columns[INODE] + "]");
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException notOursOrGone) {
            return false;
        }
        return false;
    }

    /** What a descriptor stands for; empty if it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
