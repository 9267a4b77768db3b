package io.inhouse.artefacts.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {
    private static final byte[] CONTEXT = "what for".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aWrappedKeyIsUnwrappedAfterARestart() throws Exception {
        byte[] key = AesGcm.newKey();

        byte[] wrapped = open("secret").wrap("subjects", key, CONTEXT);

        assertThat(open("secret").unwrap("subjects", wrapped, CONTEXT)).isEqualTo(key);
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws Exception {
        open("secret").wrap("subjects", AesGcm.newKey(), CONTEXT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyWrappedForOneUseIsNotUnwrappedForAnother() throws Exception {
        byte[] wrapped = open("secret").wrap("subjects", AesGcm.newKey(), CONTEXT);

        assertThatThrownBy(() -> open("secret").unwrap("subjects", wrapped, new byte[0]))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> open("secret").unwrap("artefacts", wrapped, CONTEXT))
                .isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void aWrongPasswordIsRefusedAndChangesNothing() throws Exception {
        byte[] wrapped = open("secret").wrap("subjects", AesGcm.newKey(), CONTEXT);

        assertThatThrownBy(() -> open("guess")).isInstanceOf(IOException.class);

        assertThat(open("secret").unwrap("subjects", wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void servicesThatStartAtOnceAgreeOnTheKeys() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<byte[]>> services = IntStream.range(0, 8)
                    .<Callable<byte[]>>mapToObj(i -> () -> open("secret").authenticate("subjects", CONTEXT))
                    .toList();

            List<byte[]> answers =
                    threads.invokeAll(services).stream().map(f -> f.resultNow()).toList();

            assertThat(answers).allSatisfy(a -> assertThat(a).isEqualTo(answers.getFirst()));
        }
    }

    private MasterKeys open(String password) throws IOException {
        return MasterKeys.open(file(), password.toCharArray());
    }

    private Path file() {
        return directory.resolve("keys/master.p12");
    }
}
