package io.inhouse.local.software;

import io.inhouse.local.progress.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks archives with their permissions and links, and nothing outside the target folder. */
final class Archives {
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private Archives() {}

    /** @param folder the first folder of every name is dropped when {@code strip} is set */
    static void unzip(Path zip, Path folder, boolean strip, Line line) throws IOException {
        long written = 0;
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            Enumeration<ZipArchiveEntry> entries = file.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                String name = strip ? entry.getName().substring(entry.getName().indexOf('/') + 1) : entry.getName();
                if (name.isEmpty()) {
                    continue;
                }
                Path target = inside(folder, name);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    written += Files.copy(in, target);
                }
                permit(target, entry.getUnixMode());
                line.says("unpacked " + written / 1_000_000 + " MB");
            }
        }
    }

    /** Unpacks the tar.xz that a jar holds. */
    static void untarInside(Path jar, String suffix, Path folder, Line line) throws IOException {
        try (ZipFile file = ZipFile.builder().setPath(jar).get()) {
            Enumeration<ZipArchiveEntry> entries = file.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.getName().endsWith(suffix)) {
                    untar(file.getInputStream(entry), folder, line);
                    return;
                }
            }
        }
        throw new IOException(jar + " holds no file ending in " + suffix);
    }

    private static void untar(InputStream compressed, Path folder, Line line) throws IOException {
        long written = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(compressed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    inside(
                            folder,
                            folder.relativize(target.resolveSibling(entry.getLinkName()))
                                    .toString());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    written += Files.copy(tar, target);
                    permit(target, entry.getMode());
                    line.says("unpacked " + written / 1_000_000 + " MB");
                }
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive names a file outside its folder: " + name);
        }
        return target;
    }

    private static void permit(Path file, int mode) throws IOException {
        if (mode == 0) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode & (1 << bit)) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }
}
