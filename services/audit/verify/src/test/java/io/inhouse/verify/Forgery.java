package io.inhouse.verify;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.ledger.bundle.BundleManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** What somebody without the log's key can do to a bundle: change any byte and recompute every hash. */
final class Forgery {
    final Map<String, byte[]> files = new TreeMap<>();

    Forgery(Path bundle) throws IOException {
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    String text(String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    Forgery edit(String name, UnaryOperator<String> change) {
        String before = text(name);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("the forgery of " + name + " changes nothing");
        }
        files.put(name, after.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Forgery leaves(UnaryOperator<List<String>> change) {
        return edit(
                BundleFormat.LEAVES,
                text -> change.apply(new ArrayList<>(text.lines().toList())).stream()
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
    }

    /** Recomputes root and size in the checkpoint, and replaces the changed leaf hashes wherever they are listed. */
    Forgery recomputeHashes(List<byte[]> original) {
        CompactRange tree = new CompactRange();
        List<String> lines = text(BundleFormat.LEAVES).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Hash hash = Hash.ofLeaf(lines.get(i).getBytes(StandardCharsets.UTF_8));
            tree.append(hash);
            String old =
                    Hash.ofLeaf(original.get(Math.min(i, original.size() - 1))).base64();
            if (lines.size() == original.size() && !old.equals(hash.base64())) {
                edit(BundleFormat.BATCHES, text -> text.replace(old, hash.base64()));
            }
        }
        edit(BundleFormat.CHECKPOINT, text -> {
            String signature = text.substring(text.indexOf("\n\n"));
            return new Checkpoint(SampleLog.ORIGIN, tree.size(), tree.root()).text() + signature.substring(1);
        });
        return this;
    }

    /** Recomputes the manifest over whatever the files are now. */
    Forgery recomputeManifest() {
        BundleManifest old = manifest();
        Map<String, BundleManifest.FileEntry> entries = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (!name.equals(BundleFormat.MANIFEST)) {
                entries.put(name, new BundleManifest.FileEntry(sha256(bytes), bytes.length));
            }
        });
        long count = text(BundleFormat.LEAVES).lines().count();
        boolean whole = !files.containsKey(BundleFormat.RANGE);
        long to = whole ? count : old.to();
        files.put(
                BundleFormat.MANIFEST,
                new BundleManifest(
                                old.origin(),
                                old.logKey(),
                                Instant.EPOCH,
                                old.from(),
                                to,
                                whole ? to : old.treeSize(),
                                null,
                                entries)
                        .encode());
        return this;
    }

    BundleManifest manifest() {
        return BundleManifest.parse(files.getOrDefault(BundleFormat.MANIFEST, new byte[0]));
    }

    Path write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
