package io.inhouse.audit.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.audit.head.HeadStore;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.AEADBadTagException;

/** The log's keys, Ed25519 and ML-DSA-44: made at the first start and kept beside the tree head, encrypted under the master key. */
public final class LogKey {
    /** Base64 of the seed, sealed by the master key {@code audit-log}. */
    public static final String FILE = "log.key";
    /** The public key, for whoever verifies bundles. */
    public static final String PUBLIC_FILE = "log.vkey";

    /** As {@link #FILE}, of the second key, ML-DSA-44. */
    public static final String SECOND_FILE = "log-mldsa44.key";

    public static final String SECOND_PUBLIC_FILE = "log-mldsa44.vkey";

    private static final String ALIAS = "audit-log";

    private LogKey() {}

    /**
     * Reads the key, or makes it.
     *
     * @param mayCreate false if the log has entries: a new key could not continue it
     */
    public static SigningKey load(HeadStore store, MasterKeys masterKeys, String origin, boolean mayCreate)
            throws IOException {
        if (!Files.exists(store.directory().resolve(FILE)) && !mayCreate) {
            throw new IOException("the log " + origin + " has entries but its key "
                    + store.directory().resolve(FILE)
                    + " is missing: restore the directory inhouse.audit.head-directory");
        }
        SigningKey key = SigningKey.of(origin, seed(store, masterKeys, FILE, "audit log key\n" + origin));
        store.write(PUBLIC_FILE, (key.verifier() + "\n").getBytes(StandardCharsets.UTF_8));
        return key;
    }

    /**
     * Reads the second key, or makes it: logs that began before there was one get theirs at the next start. Whoever has
     * pinned it notices if it is ever replaced.
     */
    public static Cosigner loadSecond(HeadStore store, MasterKeys masterKeys, String origin) throws IOException {
        Cosigner key =
                Cosigner.mlDsa44(origin, seed(store, masterKeys, SECOND_FILE, "audit log key ML-DSA-44\n" + origin));
        store.write(SECOND_PUBLIC_FILE, (key.verifier() + "\n").getBytes(StandardCharsets.UTF_8));
        return key;
    }

    private static byte[] seed(HeadStore store, MasterKeys masterKeys, String name, String context) throws IOException {
        Path file = store.directory().resolve(name);
        byte[] bound = context.getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            byte[] sealed = masterKeys.wrap(ALIAS, AesGcm.newKey(), bound);
            store.write(name, Base64.getEncoder().encode(sealed));
        }
        try {
            return masterKeys.unwrap(ALIAS, Base64.getDecoder().decode(Files.readAllBytes(file)), bound);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new IOException(
                    file + " does not open: it was changed, or the keystore or inhouse.audit.origin is another", e);
        }
    }
}
