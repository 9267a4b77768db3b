package io.inhouse.local.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory that holds one platform: its data, secrets, logs and what runs. Directories are 0700, secret files 0600.
 *
 * @param root absolute path
 */
public record Home(Path root) {
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates the folders that are missing. */
    public void create() throws IOException {
        for (Path folder :
                new Path[] {secrets(), run(), logs(), data(), software(), artefacts(), models(), work(), auditHead()}) {
            directory(folder);
        }
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    /** One small file per running part. */
    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** Our servers as they were installed from a build, so that a later build cannot pull files from under them. */
    public Path software() {
        return root.resolve("software");
    }

    public Path artefacts() {
        return root.resolve("artefacts");
    }

    /** Base models: not encrypted, only read by trainer and inference. */
    public Path models() {
        return root.resolve("models");
    }

    /** Working directories of trainers. */
    public Path work() {
        return root.resolve("work");
    }

    /** The tree head's second place, outside PostgreSQL. */
    public Path auditHead() {
        return root.resolve("audit-head");
    }

    /** Where a part keeps what nobody needs after it: emptied at each of its starts. */
    public Path temporary(String part) {
        return root.resolve("temporary").resolve(part);
    }

    public Path keystore() {
        return secrets().resolve("master-keys.p12");
    }

    public Path lockFile() {
        return root.resolve("launcher.lock");
    }

    public boolean exists() {
        return Files.isDirectory(run());
    }

    /** Creates {@code folder} and missing parents, readable by the owner only. */
    public static Path directory(Path folder) throws IOException {
        return Files.createDirectories(folder, DIRECTORY);
    }

    /** Replaces a file whole, readable by the owner only; a crash leaves either the old or the new content. */
    public static void writePrivately(Path file, String content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " has no folder");
        }
        directory(parent);
        Path staging = Files.createTempFile(parent, "." + file.getFileName(), ".tmp", FILE);
        try {
            Files.writeString(staging, content);
            Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staging);
        }
    }
}
