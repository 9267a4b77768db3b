package io.inhouse.local.demo;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * What somebody who holds a bundle, but not the log's key, can do at most: edit one entry and recompute every hash, the
 * root and the manifest. The approval of the dataset becomes a refusal.
 *
 * @param index of the edited entry
 * @param entries in the bundle
 */
record ForgedCopy(Path file, long index, long entries) {
    private static final String APPROVAL = "\"type\":\"dataset.approve\"";

    static ForgedCopy of(Path bundle, Path target) throws IOException {
        Map<String, byte[]> files = read(bundle);
        List<String> leaves =
                new ArrayList<>(text(files, BundleFormat.LEAVES).lines().toList());
        int victim = victim(leaves);
        String honest = leaves.get(victim);
        leaves.set(victim, honest.replace("\"outcome\":\"success\"", "\"outcome\":\"denied\""));
        files.put(BundleFormat.LEAVES, bytes(String.join("\n", leaves) + "\n"));
        files.put(
                BundleFormat.BATCHES,
                bytes(text(files, BundleFormat.BATCHES)
                        .replace(hash(honest).base64(), hash(leaves.get(victim)).base64())));

        BundleManifest manifest = BundleManifest.parse(files.getOrDefault(BundleFormat.MANIFEST, new byte[0]));
        CompactRange tree = new CompactRange();
        leaves.forEach(leaf -> tree.append(hash(leaf)));
        String checkpoint = text(files, BundleFormat.CHECKPOINT);
        String signatures = checkpoint.substring(checkpoint.indexOf("\n\n") + 1);
        files.put(
                BundleFormat.CHECKPOINT,
                bytes(new Checkpoint(manifest.origin(), tree.size(), tree.root()).text() + signatures));
        files.put(BundleFormat.MANIFEST, recomputed(manifest, files).encode());
        write(files, target);
        return new ForgedCopy(target, manifest.from() + victim, leaves.size());
    }

    private static int victim(List<String> leaves) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).contains(APPROVAL) && leaves.get(i).contains("\"outcome\":\"success\"")) {
                return i;
            }
        }
        throw new IllegalStateException("the bundle has no approval of a dataset");
    }

    private static BundleManifest recomputed(BundleManifest honest, Map<String, byte[]> files) {
        Map<String, BundleManifest.FileEntry> entries = new TreeMap<>();
        files.forEach((name, content) -> {
            if (!name.equals(BundleFormat.MANIFEST)) {
                entries.put(name, new BundleManifest.FileEntry(sha256(content), content.length));
            }
        });
        return new BundleManifest(
                honest.origin(),
                honest.logKey(),
                honest.created(),
                honest.from(),
                honest.to(),
                honest.treeSize(),
                honest.previousBundle(),
                entries);
    }

    private static Map<String, byte[]> read(Path bundle) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static void write(Map<String, byte[]> files, Path target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    private static Hash hash(String leaf) {
        return Hash.ofLeaf(bytes(leaf));
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
