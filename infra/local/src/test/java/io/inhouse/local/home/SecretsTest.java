package io.inhouse.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path root;

    private Home home = new Home(Path.of("/nowhere"));

    @BeforeEach
    void createHome() throws Exception {
        home = new Home(root.resolve("home"));
        home.create();
    }

    @Test
    void areMadeOnceAndDifferFromEachOther() throws Exception {
        String first = Secrets.open(home).secret("a");

        Secrets later = Secrets.open(home);

        assertThat(later.secret("a")).isEqualTo(first).hasSize(32).matches("[A-Za-z0-9_-]+");
        assertThat(later.secret("b")).isNotEqualTo(first);
    }

    @Test
    void passwordsForPeopleSatisfyThePolicyOfTheRealm() throws Exception {
        String password = Secrets.open(home).password("login.sara");

        assertThat(password).hasSize(23).matches("(\\w{5}-){3}\\w{5}").doesNotContain("l", "0", "O", "I", "1");
    }

    @Test
    void onlyTheOwnerCanReadAnything() throws Exception {
        Logins.open(home, Secrets.open(home));

        try (Stream<Path> everything = Files.walk(home.root())) {
            assertThat(everything)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void loginsHaveEveryRoleAndAKeyAndDoNotPrintPasswords() throws Exception {
        Logins logins = Logins.open(home, Secrets.open(home));

        assertThat(logins.people())
                .extracting(Logins.Login::role)
                .containsExactly("data-steward", "approver", "ml-engineer", "compliance-officer", "platform-admin");
        assertThat(logins.apiKey()).startsWith("sk-app-demo.");
        assertThat(logins.toString()).doesNotContain(logins.of("sara").password(), logins.apiKey());
    }
}
