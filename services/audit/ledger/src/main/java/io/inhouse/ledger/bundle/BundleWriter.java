package io.inhouse.ledger.bundle;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a bundle as a stream: file after file, the manifest last. Not safe for use by several threads. */
public final class BundleWriter {
    private final ZipOutputStream zip;
    private final Instant created;
    private final Map<String, BundleManifest.FileEntry> files = new TreeMap<>();

    /** Writes one file's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @param out is not closed */
    public BundleWriter(OutputStream out, Instant created) {
        this.zip = new ZipOutputStream(out);
        this.created = created;
    }

    /** @param name one of {@link BundleFormat#REQUIRED} or {@link BundleFormat#OPTIONAL} */
    public void file(String name, Content content) throws IOException {
        if (!BundleFormat.REQUIRED.contains(name) && !BundleFormat.OPTIONAL.contains(name)) {
            throw new IllegalArgumentException("no file of a bundle: " + name);
        }
        MessageDigest digest = sha256();
        begin(name);
        Counting counting = new Counting(zip);
        OutputStream out = new BufferedOutputStream(new DigestOutputStream(counting, digest), 1 << 16);
        content.writeTo(out);
        out.flush();
        zip.closeEntry();
        files.put(name, new BundleManifest.FileEntry(HexFormat.of().formatHex(digest.digest()), counting.bytes));
    }

    /** Adds the documents and the manifest and ends the ZIP. */
    public BundleManifest finish(
            String origin, String logKey, long from, long to, long treeSize, @Nullable String previousBundle)
            throws IOException {
        for (String document : new String[] {BundleFormat.README, BundleFormat.LEAF_SCHEMA}) {
            file(document, out -> out.write(BundleFormat.document(document)));
        }
        BundleManifest manifest =
                new BundleManifest(origin, logKey, created, from, to, treeSize, previousBundle, files);
        begin(BundleFormat.MANIFEST);
        zip.write(manifest.encode());
        zip.closeEntry();
        zip.finish();
        zip.flush();
        return manifest;
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.ofInstant(created, ZoneOffset.UTC));
        zip.putNextEntry(entry);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class Counting extends FilterOutputStream {
        private long bytes;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            bytes += length;
        }
    }
}
