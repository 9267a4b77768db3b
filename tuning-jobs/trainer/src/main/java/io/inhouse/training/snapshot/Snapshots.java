package io.inhouse.training.snapshot;

import io.inhouse.adapterformat.ElementType;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.adapterformat.SafetensorsWriter;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.AdapterState.Parameter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Training snapshots of one job, in its work directory: {@code snapshot-00000050.safetensors} after 50 steps. The two latest
 * are kept, and the latest that is known to be good. A snapshot is written beside its place, forced to the disk and renamed,
 * so whatever carries the name is whole.
 */
public final class Snapshots {
    private static final Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final Pattern NAME = Pattern.compile("snapshot-[0-9]{8,}\\.safetensors");
    private static final int KEPT = 2;

    private final Path directory;
    private final String fingerprint;

    /** @param fingerprint of everything that decides the result; snapshots with another one are never gone on from */
    public Snapshots(Path directory, String fingerprint) {
        this.directory = directory;
        this.fingerprint = fingerprint;
    }

    /**
     * A snapshot in memory.
     *
     * @param step optimiser steps taken
     * @param facts further numbers of the job
     * @param values of the parameters and their moments, by name
     */
    public record Snapshot(Path file, long step, Map<String, String> facts, Map<String, float[]> values) {
        /** @throws IllegalStateException if the snapshot lacks this tensor */
        public float[] value(String name) {
            float[] value = values.get(name);
            if (value == null) {
                throw new IllegalStateException(file.getFileName() + " has no tensor " + name);
            }
            return value;
        }
    }

    /**
     * @param healthy snapshots up to this step are known to be good; -1 if none is
     * @return the file, durable
     */
    public Path write(long step, AdapterState state, Map<String, String> facts, long healthy) throws IOException {
        Files.createDirectories(directory);
        List<TensorContent> tensors = new ArrayList<>();
        for (Parameter p : state.parameters()) {
            List<Long> shape = List.of(p.rows(), p.columns());
            tensors.add(streamed(p.name(), shape, p.value()));
            tensors.add(streamed(AdapterState.first(p.name()), shape, p.first()));
            tensors.add(streamed(AdapterState.second(p.name()), shape, p.second()));
        }
        for (int i = 0; i < state.kept().size(); i++) {
            Parameter p = state.parameters().get(i);
            tensors.add(streamed(
                    AdapterState.kept(p.name()),
                    List.of(p.rows(), p.columns()),
                    state.kept().get(i)));
        }
        Map<String, String> metadata = new TreeMap<>(facts);
        metadata.put("step", Long.toString(step));
        metadata.put("fingerprint", fingerprint);
        Path file = directory.resolve("snapshot-%08d.safetensors".formatted(step));
        Path beside = directory.resolve(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            SafetensorsWriter.write(out, tensors, metadata);
            out.flush();
            channel.force(true);
        }
        // A crash before the rename leaves the older snapshot; after it, the new one. Never a half one.
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
        List<Path> all = files();
        List<Path> older = all.subList(0, Math.max(0, all.size() - KEPT));
        Optional<Path> good = latestUpTo(healthy, all);
        for (Path old : older) {
            if (!good.equals(Optional.of(old))) {
                Files.delete(old);
            }
        }
        return file;
    }

    /** Read only while it is written: copies of all tensors, made at every snapshot, would grow the heap to its limit. */
    private static TensorContent streamed(String name, List<Long> shape, Tensor tensor) {
        return new TensorContent(name, ElementType.F32, shape, tensor::writeTo);
    }

    /**
     * Deletes snapshots after {@code step}.
     *
     * @return the latest that remains
     */
    public Optional<Path> dropAfter(long step) throws IOException {
        List<Path> all = files();
        for (Path file : all) {
            if (stepOf(file) > step) {
                Files.delete(file);
            }
        }
        return latestUpTo(step, all);
    }

    private static Optional<Path> latestUpTo(long step, List<Path> files) {
        return files.reversed().stream().filter(file -> stepOf(file) <= step).findFirst();
    }

    private static long stepOf(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
    }

    /** The latest snapshot of this very job, if there is one. */
    public Optional<Snapshot> latest() throws IOException {
        int damaged = 0;
        for (Path file : files().reversed()) {
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                if (fingerprint.equals(opened.metadata().get("fingerprint"))) {
                    Map<String, float[]> values = new TreeMap<>();
                    for (String name : opened.tensors().keySet()) {
                        values.put(name, opened.floats(name));
                    }
                    long step = Long.parseLong(opened.metadata().getOrDefault("step", "-1"));
                    return Optional.of(new Snapshot(file, step, opened.metadata(), values));
                }
            } catch (MalformedAdapterException e) {
                // Damaged on the disk. The one before is as good, only older.
                damaged++;
            }
        }
        LOG.log(damaged == 0 ? Level.DEBUG : Level.WARNING, "no training snapshot to resume from damaged={0}", damaged);
        return Optional.empty();
    }

    /** Oldest first. */
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
