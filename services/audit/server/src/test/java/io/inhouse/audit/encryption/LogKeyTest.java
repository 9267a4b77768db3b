package io.inhouse.audit.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.audit.head.HeadStore;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LogKeyTest {
    @TempDir
    Path directory;

    @Test
    void theKeyIsMadeOnceAndReadAgain() throws IOException {
        HeadStore store = new HeadStore(directory.resolve("head"));

        SigningKey made = LogKey.load(store, keys("a"), "log.test/1", true);
        SigningKey read = LogKey.load(store, keys("a"), "log.test/1", false);

        assertThat(read.verifier()).isEqualTo(made.verifier());
        assertThat(VerifierKey.parse(Files.readString(directory.resolve("head/log.vkey"))))
                .isEqualTo(made.verifier());
    }

    @Test
    void theKeyIsEncryptedAndReadableByTheOwnerOnly() throws IOException {
        HeadStore store = new HeadStore(directory.resolve("head"));
        SigningKey made = LogKey.load(store, keys("a"), "log.test/1", true);
        Path file = directory.resolve("head/log.key");

        // PRIVATE+KEY+<name>+<id>+<seed in Base64>, and Base64 has a '+' of its own
        String seed = made.secretText().split("\\+", 5)[4];

        assertThat(Files.readString(file)).doesNotContain(seed.substring(4, 20));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLostKeyIsNotReplacedBehindALogThatHasEntries() throws IOException {
        HeadStore store = new HeadStore(directory.resolve("head"));
        MasterKeys keys = keys("a");

        assertThatThrownBy(() -> LogKey.load(store, keys, "log.test/1", false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("log.key is missing");
    }

    @Test
    void anotherKeystoreOrAnotherOriginDoesNotOpenIt() throws IOException {
        HeadStore store = new HeadStore(directory.resolve("head"));
        LogKey.load(store, keys("a"), "log.test/1", true);
        MasterKeys other = keys("b");
        MasterKeys same = keys("a");

        assertThatThrownBy(() -> LogKey.load(store, other, "log.test/1", false)).hasMessageContaining("does not open");
        assertThatThrownBy(() -> LogKey.load(store, same, "log.test/2", false)).hasMessageContaining("does not open");
    }

    @Test
    void theSecondKeyIsMadeOnceAndIsAnother() throws IOException {
        HeadStore store = new HeadStore(directory.resolve("head"));
        SigningKey first = LogKey.load(store, keys("a"), "log.test/1", true);

        Cosigner made = LogKey.loadSecond(store, keys("a"), "log.test/1");

        assertThat(LogKey.loadSecond(store, keys("a"), "log.test/1").verifier()).isEqualTo(made.verifier());
        assertThat(made.verifier().kind()).isEqualTo(VerifierKey.Kind.ML_DSA_44);
        assertThat(VerifierKey.parse(Files.readString(directory.resolve("head/log-mldsa44.vkey"))))
                .isEqualTo(made.verifier())
                .isNotEqualTo(first.verifier());
    }

    private MasterKeys keys(String name) throws IOException {
        return MasterKeys.open(directory.resolve(name + ".p12"), "password".toCharArray());
    }
}
