package io.inhouse.artefacts.encryption;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that wrap all other keys: AES-256 keys by alias ({@code artefacts}, {@code subjects}, …) in one PKCS#12 file
 * (mode 0600). A key is made when its alias is first asked for. Several processes may share the file: additions happen
 * under a lock file, on a copy that then takes the file's place. Losing the file loses everything that was encrypted.
 */
public final class MasterKeys {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** Locks of one Java process are held by its file channels, so its threads queue here first. */
    private static final Object IN_PROCESS = new Object();

    private final Path file;
    private final char[] password;
    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

    private MasterKeys(Path file, char[] password) {
        this.file = file;
        this.password = password.clone();
    }

    /**
     * Opens the keystore. One that does not exist is made with its first key.
     *
     * @throws IOException if the file cannot be read or written, or the password is wrong
     */
    public static MasterKeys open(Path file, char[] password) throws IOException {
        if (password.length == 0) {
            throw new IOException("the keystore " + file + " needs a password (inhouse.keystore.password)");
        }
        MasterKeys keys = new MasterKeys(file.toAbsolutePath(), password);
        synchronized (IN_PROCESS) {
            keys.locked(keys::load);
        }
        return keys;
    }

    /**
     * Encrypts a key under the master key {@code alias}.
     *
     * @param context what the key is for; {@link #unwrap} must be given the same
     */
    public byte[] wrap(String alias, byte[] key, byte[] context) throws IOException {
        return AesGcm.seal(key(alias), key, context);
    }

    /** @throws AEADBadTagException if it was wrapped by another key, for another context, or was changed */
    public byte[] unwrap(String alias, byte[] wrapped, byte[] context) throws IOException, AEADBadTagException {
        return AesGcm.open(key(alias), wrapped, context);
    }

    /** HMAC-SHA-256 of {@code data} under the master key {@code alias}: 32 bytes, the same on every call. */
    public byte[] authenticate(String alias, byte[] data) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(alias), "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks HMAC-SHA-256", e);
        }
    }

    public Path file() {
        return file;
    }

    /** Whether the keystore holds this key by now; makes none. */
    public boolean has(String alias) throws IOException {
        if (keys.containsKey(alias)) {
            return true;
        }
        boolean[] found = new boolean[1];
        synchronized (IN_PROCESS) {
            locked(() -> found[0] = load().containsAlias(alias));
        }
        return found[0];
    }

    private byte[] key(String alias) throws IOException {
        byte[] known = keys.get(alias);
        if (known != null) {
            return known;
        }
        synchronized (IN_PROCESS) {
            locked(() -> {
                KeyStore store = load();
                byte[] key = read(store, alias);
                if (key == null) {
                    key = AesGcm.newKey();
                    store.setEntry(
                            alias,
                            new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
                            new KeyStore.PasswordProtection(password));
                    save(store);
                }
                keys.put(alias, key);
            });
        }
        byte[] key = keys.get(alias);
        if (key == null) {
            throw new IOException("the keystore " + file + " did not yield the key " + alias);
        }
        return key;
    }

    private byte @Nullable [] read(KeyStore store, String alias) throws GeneralSecurityException {
        Key key = store.getKey(alias, password);
        return key == null ? null : key.getEncoded();
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (NoSuchFileException e) {
            store.load(null, password);
        }
        return store;
    }

    /** Writes beside the file, flushes, renames: a crash leaves either the old or the new keystore. */
    private void save(KeyStore store) throws IOException, GeneralSecurityException {
        Path staging = Files.createTempFile(
                directory(), file.getFileName().toString(), ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(staging, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                store.store(out, password);
                channel.force(true);
            }
            Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staging);
        }
        try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private Path directory() {
        Path parent = file.getParent();
        return parent == null ? file.getRoot() : parent;
    }

    private void locked(Work work) throws IOException {
        Files.createDirectories(directory());
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            work.run();
        } catch (GeneralSecurityException e) {
            throw new IOException("the keystore " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private interface Work {
        void run() throws IOException, GeneralSecurityException;
    }
}
