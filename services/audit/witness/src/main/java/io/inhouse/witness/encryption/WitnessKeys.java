package io.inhouse.witness.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.AEADBadTagException;

/**
 * The witness's two keys, Ed25519 and ML-DSA-44, under one name: made at the first start, encrypted under a keystore of its
 * own. It signs with both; who reads decides which to trust.
 */
public final class WitnessKeys {
    private static final String ALIAS = "witness";
    private static final Set<String> KINDS = Set.of("ed25519", "mldsa44");

    private final Cosigner classic;
    private final Cosigner quantum;

    private WitnessKeys(Cosigner classic, Cosigner quantum) {
        this.classic = classic;
        this.quantum = quantum;
    }

    /** @throws IOException if a key cannot be made or read, or one of the two is missing */
    public static WitnessKeys load(Path directory, char[] keystorePassword, String name) throws IOException {
        Files.createDirectories(directory);
        long present = KINDS.stream()
                .filter(kind -> Files.exists(directory.resolve("witness-" + kind + ".key")))
                .count();
        if (present == 1) {
            throw new IOException("one of the witness's two keys in " + directory + " is missing: restore it");
        }
        MasterKeys masterKeys = MasterKeys.open(directory.resolve("witness.p12"), keystorePassword);
        WitnessKeys keys = new WitnessKeys(
                Cosigner.ed25519(name, seed(masterKeys, directory, name, "ed25519")),
                Cosigner.mlDsa44(name, seed(masterKeys, directory, name, "mldsa44")));
        Files.writeString(directory.resolve("witness.vkey"), keys.text());
        return keys;
    }

    public List<SignedNote.Signature> cosign(String treeHead, long unixSeconds) {
        return List.of(classic.cosign(treeHead, unixSeconds), quantum.cosign(treeHead, unixSeconds));
    }

    public List<VerifierKey> verifiers() {
        return List.of(classic.verifier(), quantum.verifier());
    }

    /** One public key per line. */
    public String text() {
        return classic.verifier() + "\n" + quantum.verifier() + "\n";
    }

    private static byte[] seed(MasterKeys masterKeys, Path directory, String name, String kind) throws IOException {
        Path file = directory.resolve("witness-" + kind + ".key");
        byte[] context = ("witness key " + kind + "\n" + name).getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            create(file, Base64.getEncoder().encode(masterKeys.wrap(ALIAS, AesGcm.newKey(), context)));
        }
        try {
            return masterKeys.unwrap(ALIAS, Base64.getDecoder().decode(Files.readAllBytes(file)), context);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new IOException(
                    file + " does not open: it was changed, or the keystore or inhouse.witness.name is another", e);
        }
    }

    private static void create(Path file, byte[] content) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.ByteBuffer.wrap(content));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("another witness was started in the same directory at the same moment", e);
        }
    }
}
