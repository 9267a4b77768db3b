package io.inhouse.testsupport;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.UUID;

/**
 * Empty directories and an empty PKCS#12 keystore with a random password, gone with the JVM. As a Quarkus test resource
 * it sets the {@code inhouse.…} keys that name them; elsewhere use {@link #create()}.
 */
public final class PlatformDirectories implements QuarkusTestResourceLifecycleManager {
    /**
     * @param keystore PKCS#12 file without entries
     * @param artefacts root of the encrypted store
     * @param models root of the base models
     * @param work where trainers work
     * @param auditHead tree heads outside PostgreSQL
     */
    public record Directories(
            Path keystore, String keystorePassword, Path artefacts, Path models, Path work, Path auditHead) {}

    @Override
    public Map<String, String> start() {
        Directories directories = create();
        return Map.of(
                "inhouse.keystore.path", directories.keystore().toString(),
                "inhouse.keystore.password", directories.keystorePassword(),
                "inhouse.artefacts.directory", directories.artefacts().toString(),
                "inhouse.models.directory", directories.models().toString(),
                "inhouse.work.directory", directories.work().toString(),
                "inhouse.audit.head-directory", directories.auditHead().toString());
    }

    @Override
    public void stop() {}

    public static Directories create() {
        Path root = TemporaryDirectory.create("platform");
        String password = UUID.randomUUID().toString();
        try {
            Path keystore = root.resolve("keystore.p12");
            writeEmptyKeystore(keystore, password);
            return new Directories(
                    keystore,
                    password,
                    Files.createDirectory(root.resolve("artefacts")),
                    Files.createDirectory(root.resolve("models")),
                    Files.createDirectory(root.resolve("work")),
                    Files.createDirectory(root.resolve("audit-head")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeEmptyKeystore(Path file, String password) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password.toCharArray());
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK writes no PKCS#12 keystore", e);
        }
    }
}
