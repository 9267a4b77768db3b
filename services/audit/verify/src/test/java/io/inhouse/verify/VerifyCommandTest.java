package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.bundle.BundleFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person uses it: what it prints and how it ends. */
class VerifyCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aGoodBundleIsVerifiedInPlainWords() throws IOException {
        Path bundle = SampleLog.of(60, 13).export(directory.resolve("bundle.zip"));

        assertThat(run(bundle.toString(), "--key", SampleLog.KEY.verifier().toString()))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        log       audit.example/log1, 60 entries
                        bundle    entries 0 to 59, exported (it says) 2026-11-22T12:00:00Z
                        key       %s
                          ok     8 files are those that the manifest lists
                          ok     the tree head is signed by the key
                          ok     60 entries are those that the log signed, in 5 batches
                          ok     the entries give the root of the tree head, and of 5 signed earlier
                          ok     3 streams are numbered without a gap: 1 closed, 1 open, 1 not closed although a later process of the service opened one
                          ok     9 opened contents are those that the entries are committed to
                          open   not proven without a tree head that you kept: that nothing was cut off its end, and that it is not an older state
                          open   not proven without witnesses: that the log shows everybody the same history
                          open   not proven: why the contents of 51 entries are not opened; erased and withheld look alike in a bundle
                        VERIFIED: this is what the log signed, whole and unchanged.
                        """.formatted(SampleLog.KEY.verifier()));
    }

    @Test
    void theKeyMayBeAFile() throws IOException {
        Path bundle = SampleLog.of(5, 2).export(directory.resolve("bundle.zip"));
        Path key = Files.writeString(directory.resolve("log.vkey"), SampleLog.KEY.verifier() + "\n");

        assertThat(run("--key", key.toString(), bundle.toString())).isZero();
    }

    @Test
    void withoutAKeyTheBundleIsOnlyConsistent() throws IOException {
        Path bundle = SampleLog.of(5, 2).export(directory.resolve("bundle.zip"));

        assertThat(run(bundle.toString())).isEqualTo(3);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("KEY IS NOT PINNED");
    }

    @Test
    void aKeptTreeHeadIsCompared() throws IOException {
        SampleLog log = SampleLog.of(60, 13);
        Path bundle = log.export(directory.resolve("bundle.zip"));
        Path head = Files.writeString(
                directory.resolve("checkpoint"), log.heads().get(1).encode());

        assertThat(run(bundle.toString(), "--key", SampleLog.KEY.verifier().toString(), "--head", head.toString()))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("the log goes on from the tree head you kept (26 entries)");
    }

    @Test
    void aTreeHeadThatIsNoneIsRefused() throws IOException {
        Path bundle = SampleLog.of(5, 2).export(directory.resolve("bundle.zip"));
        Path head = Files.writeString(directory.resolve("checkpoint"), "something\n");

        assertThat(run(bundle.toString(), "--key", SampleLog.KEY.verifier().toString(), "--head", head.toString()))
                .isEqualTo(1);
    }

    @Test
    void helpIsNoFailure() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("exit code 0  verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--key", "a.zip b.zip", "a.zip --key", "a.zip --keys x", "missing.zip"})
    void wrongUsageIsExplained(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).containsAnyOf("usage", "there is no file");
    }

    @Test
    void aKeyThatIsNoneIsExplained() throws IOException {
        Path bundle = SampleLog.of(5, 2).export(directory.resolve("bundle.zip"));

        assertThat(run(bundle.toString(), "--key", "nonsense")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--key is neither");
    }

    @Test
    void whatIsNoBundleIsUnreadable() throws IOException {
        byte[] good = Files.readAllBytes(SampleLog.of(60, 13).export(directory.resolve("bundle.zip")));

        assertUnreadable(write("empty.zip", new byte[0]), "ZIP");
        assertUnreadable(write("text.zip", "hello".getBytes(StandardCharsets.UTF_8)), "ZIP");
        for (int length : List.of(1, 100, good.length / 2, good.length - 1)) {
            assertUnreadable(write("cut.zip", Arrays.copyOf(good, length)), "ZIP");
        }
        assertUnreadable(zip("a.txt", "a"), "no manifest.json");
        assertUnreadable(zip(BundleFormat.MANIFEST, "{}"), "format is not inhouse-audit-bundle");
        assertUnreadable(
                zip(BundleFormat.MANIFEST, "{\"format\":\"inhouse-audit-bundle\",\"version\":2}"), "version 2");
        assertUnreadable(zip(BundleFormat.MANIFEST, "not JSON"), "not JSON");
        assertUnreadable(zip("../../etc/passwd", "a"), "forbidden name");
        assertUnreadable(zip("/etc/passwd", "a"), "forbidden name");
        assertUnreadable(zip("a\\b", "a"), "forbidden name");
    }

    @Test
    void aFileThatGrowsWithoutEndIsNotUnpacked() throws IOException {
        Path bomb = directory.resolve("bomb.zip");
        Forgery forgery = new Forgery(SampleLog.of(5, 2).export(directory.resolve("bundle.zip")));
        forgery.files.put(BundleFormat.LEAVES, new byte[64 << 20]);

        assertUnreadable(forgery.recomputeManifest().write(bomb), "times its size");
    }

    @Test
    void tooManyFilesAreNotRead() throws IOException {
        Path file = directory.resolve("many.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 100; i++) {
                zip.putNextEntry(new ZipEntry("f" + i));
            }
        }

        assertUnreadable(file, "100 files");
    }

    private void assertUnreadable(Path file, String why) {
        printed.reset();
        assertThat(run(file.toString(), "--key", SampleLog.KEY.verifier().toString()))
                .as(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(why).contains("NOT READABLE");
    }

    private int run(String... arguments) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int exitCode = VerifyCommand.run(List.of(arguments), out);
        SecondVerifier.assertAgrees(List.of(arguments), exitCode);
        return exitCode;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private Path zip(String name, String content) throws IOException {
        Path file = directory.resolve("made.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
