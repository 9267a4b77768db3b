package io.inhouse.audit.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.audit.head.HeadStore;
import io.inhouse.ledger.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.AEADBadTagException;

/** The log's Ed25519 key: made at the first start and kept beside the tree head, encrypted under the master key. */
public final class LogKey {
    /** Base64 of the seed, sealed by the master key {@code audit-log}. */
    public static final String FILE = "log.key";
    /** The public key, for whoever verifies bundles. */
    public static final String PUBLIC_FILE = "log.vkey";

    private static final String ALIAS = "audit-log";

    private LogKey() {}

    /**
     * Reads the key, or makes it.
     *
     * @param mayCreate false if the log has entries: a new key could not continue it
     */
    public static SigningKey load(HeadStore store, MasterKeys masterKeys, String origin, boolean mayCreate)
            throws IOException {
        Path file = store.directory().resolve(FILE);
        byte[] context = ("audit log key\n" + origin).getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            if (!mayCreate) {
                throw new IOException("the log " + origin + " has entries but its key " + file
                        + " is missing: restore the directory inhouse.audit.head-directory");
            }
            byte[] sealed = masterKeys.wrap(ALIAS, AesGcm.newKey(), context);
            store.write(FILE, Base64.getEncoder().encode(sealed));
        }
        SigningKey key;
        try {
            byte[] sealed = Base64.getDecoder().decode(Files.readAllBytes(file));
            key = SigningKey.of(origin, masterKeys.unwrap(ALIAS, sealed, context));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new IOException(
                    file + " does not open: it was changed, or the keystore or inhouse.audit.origin is another", e);
        }
        store.write(PUBLIC_FILE, (key.verifier() + "\n").getBytes(StandardCharsets.UTF_8));
        return key;
    }
}
