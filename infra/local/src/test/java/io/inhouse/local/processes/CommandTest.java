package io.inhouse.local.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final Path HERE = Path.of("/");

    @Test
    void anotherSettingIsAnotherCommand() {
        Command old = new Command(List.of("java"), Map.of("PASSWORD", "s3cret"), HERE);

        assertThat(new Command(List.of("java"), Map.of("PASSWORD", "other"), HERE).fingerprint())
                .isNotEqualTo(old.fingerprint());
        assertThat(new Command(List.of("java", "-x"), Map.of("PASSWORD", "s3cret"), HERE).fingerprint())
                .isNotEqualTo(old.fingerprint());
    }

    @Test
    void whatComesFromTheTerminalOfTheDayDoesNotMatter() {
        Command there = new Command(List.of("java"), Map.of("PATH", "/bin", "LANG", "C"), HERE);
        Command here = new Command(List.of("java"), Map.of("PATH", "/usr/bin", "LANG", "de_DE"), HERE);

        assertThat(here.fingerprint()).isEqualTo(there.fingerprint());
    }

    @Test
    void neitherTextNorFingerprintShowsASecret() {
        Command command = new Command(List.of("java"), Map.of("PASSWORD", "s3cret"), HERE);

        assertThat(command.toString() + command.fingerprint()).doesNotContain("s3cret");
    }
}
