package io.inhouse.local.storm;

import io.inhouse.local.platform.Platform;
import io.inhouse.local.processes.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Looks out for two trainers in one job's directory. A trainer that was told to stop may take a moment, but not long. */
final class Twins {
    private static final long LOOK_EVERY_MILLIS = 500;
    /** A trainer notices within this many looks that its lease is gone. */
    private static final int PATIENCE = 120;

    private final Platform platform;
    private final Notebook notebook;

    Twins(Platform platform, Notebook notebook) {
        this.platform = platform;
        this.notebook = notebook;
    }

    void watch() {
        Thread.ofPlatform().daemon().name("twins").start(() -> {
            Map<Set<Long>, Integer> together = new HashMap<>();
            while (true) {
                Map<Path, Set<Long>> at = new HashMap<>();
                for (ProcessTable.Entry trainer : platform.lifecycle().trainers()) {
                    directory(trainer.pid())
                            .forEach(path -> at.computeIfAbsent(path, ignored -> new HashSet<>())
                                    .add(trainer.pid()));
                }
                together.keySet().retainAll(at.values());
                at.forEach((path, trainers) -> {
                    if (trainers.size() > 1 && together.merge(trainers, 1, Integer::sum) == PATIENCE) {
                        notebook.wrong("two trainers work on " + path.getFileName() + ": " + trainers);
                    }
                });
                try {
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private static List<Path> directory(long pid) {
        try {
            return List.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
