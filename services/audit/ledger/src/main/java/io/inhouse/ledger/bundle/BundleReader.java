package io.inhouse.ledger.bundle;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads a bundle that may be hostile: names, number of files and growth while unpacking are limited. */
public final class BundleReader implements Closeable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final int MAX_FILES = 64;
    private static final int MAX_MANIFEST = 1 << 20;
    // Text of entries shrinks to a third or a tenth; deflate's limit is one in a thousand.
    private static final long MAX_GROWTH = 200;
    private static final long FREE_GROWTH = 1 << 20;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final BundleManifest manifest;

    private BundleReader(ZipFile zip, Map<String, ZipEntry> entries, BundleManifest manifest) {
        this.zip = zip;
        this.entries = entries;
        this.manifest = manifest;
    }

    /** @throws NotABundleException if the file is no ZIP, is cut short, is hostile, or is of an unknown format */
    public static BundleReader open(Path file) throws NotABundleException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new NotABundleException(file + " cannot be read as a ZIP: " + e.getMessage(), e);
        }
        try {
            Map<String, ZipEntry> entries = entries(zip);
            ZipEntry manifest = entries.remove(BundleFormat.MANIFEST);
            if (manifest == null) {
                throw new NotABundleException("the ZIP holds no " + BundleFormat.MANIFEST, null);
            }
            try (InputStream in = limited(zip, manifest)) {
                byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
                if (bytes.length > MAX_MANIFEST) {
                    throw new NotABundleException("the manifest exceeds " + MAX_MANIFEST + " bytes", null);
                }
                return new BundleReader(zip, entries, BundleManifest.parse(bytes));
            }
        } catch (IOException | IllegalArgumentException e) {
            close(zip);
            throw new NotABundleException("the manifest cannot be read: " + e.getMessage(), e);
        } catch (NotABundleException e) {
            close(zip);
            throw e;
        }
    }

    public BundleManifest manifest() {
        return manifest;
    }

    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /**
     * Compares every file with the manifest.
     *
     * @return what differs, in words; empty if nothing does
     * @throws NotABundleException if a file cannot be unpacked
     */
    public List<String> damages() throws NotABundleException {
        List<String> damages = new ArrayList<>();
        for (String required : BundleFormat.REQUIRED.stream().sorted().toList()) {
            if (!contains(required)) {
                damages.add("the file " + required + " is missing");
            }
        }
        for (String name : new TreeMap<>(manifest.files()).keySet()) {
            if (!contains(name) && !BundleFormat.REQUIRED.contains(name)) {
                damages.add("the file " + name + " is missing");
            }
        }
        for (String name : entries.keySet()) {
            BundleManifest.@Nullable FileEntry listed = manifest.files().get(name);
            if (listed == null) {
                damages.add("the file " + name + " is not in the manifest");
            } else if (!listed.equals(measure(name))) {
                damages.add("the file " + name + " is not the one that the manifest lists");
            }
        }
        return damages;
    }

    /** @throws NotABundleException if there is no such file */
    public InputStream open(String name) throws NotABundleException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new NotABundleException("the file " + name + " is missing", null);
        }
        try {
            return new BufferedInputStream(limited(zip, entry), 1 << 16);
        } catch (IOException e) {
            throw new NotABundleException(name + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private BundleManifest.FileEntry measure(String name) throws NotABundleException {
        MessageDigest digest = BundleWriter.sha256();
        long size = 0;
        try (InputStream in = open(name)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
            }
        } catch (IOException e) {
            throw new NotABundleException(name + " cannot be unpacked: " + e.getMessage(), e);
        }
        return new BundleManifest.FileEntry(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static Map<String, ZipEntry> entries(ZipFile zip) throws NotABundleException {
        if (zip.size() > MAX_FILES) {
            throw new NotABundleException("the ZIP holds " + zip.size() + " files; a bundle has few", null);
        }
        Map<String, ZipEntry> entries = new TreeMap<>();
        for (ZipEntry entry : zip.stream().toList()) {
            if (!NAME.matcher(entry.getName()).matches()) {
                throw new NotABundleException("the ZIP holds a file with a forbidden name: " + printable(entry), null);
            }
            if (entries.put(entry.getName(), entry) != null) {
                throw new NotABundleException("the ZIP holds two files named " + entry.getName(), null);
            }
        }
        return entries;
    }

    private static String printable(ZipEntry entry) {
        String name = entry.getName();
        return name.substring(0, Math.min(100, name.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static InputStream limited(ZipFile zip, ZipEntry entry) throws IOException {
        long limit = FREE_GROWTH + MAX_GROWTH * Math.max(0, entry.getCompressedSize());
        return new Limited(zip.getInputStream(entry), limit, entry.getName());
    }

    private static void close(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            // It was only read; what made us close it is reported.
        }
    }

    private static final class Limited extends FilterInputStream {
        private final String name;
        private long left;

        Limited(InputStream in, long limit, String name) {
            super(in);
            this.left = limit;
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            return count(in.read(), 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            return count(read, read);
        }

        private int count(int result, int bytes) throws IOException {
            if (result >= 0) {
                left -= bytes;
                if (left < 0) {
                    throw new IOException(name + " unpacks to more than " + MAX_GROWTH + " times its size");
                }
            }
            return result;
        }
    }
}
