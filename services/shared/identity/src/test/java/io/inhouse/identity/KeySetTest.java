package io.inhouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.PlatformException;
import io.inhouse.testsupport.FreePorts;
import io.inhouse.testsupport.TestIdentity;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetTest {
    @TempDir
    Path directory;

    @Test
    void aRestartSurvivesThatTheIssuerIsDown() {
        // Given
        Path file = directory.resolve("state").resolve("keys.json");
        IdentityConfig up = config(TestIdentity.issuer(), file);
        assertThat(verifier(up).verify(TestIdentity.user("ada").sign()).join()).isNotNull();
        assertThat(file).exists();

        // When
        AccessTokens restarted = verifier(config("http://127.0.0.1:" + FreePorts.take() + "/realms/inhouse", file));

        // Then
        assertThat(restarted.verify(TestIdentity.user("ada").sign()).join().getClaimsMap())
                .containsEntry("preferred_username", "ada");
    }

    @Test
    void withoutAnyKeySetTheAnswerIsThatTheIssuerIsMissing() {
        AccessTokens first = verifier(config(
                "http://127.0.0.1:" + FreePorts.take() + "/realms/inhouse", directory.resolve("never-written.json")));

        assertThatThrownBy(() -> first.verify(TestIdentity.user("ada").sign()).join())
                .hasCauseInstanceOf(PlatformException.class)
                .hasMessageContaining("identity provider is not available");
    }

    @Test
    void aDamagedFileIsReplacedByTheIssuersKeys() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), "{\"keys\": [");

        AccessTokens tokens = verifier(config(TestIdentity.issuer(), file));

        assertThat(tokens.verify(TestIdentity.user("ada").sign()).join()).isNotNull();
        assertThat(file).content().contains("RS256");
    }

    private static AccessTokens verifier(IdentityConfig config) {
        Clock clock = Clock.systemUTC();
        return new AccessTokens(config, new KeySet(config, new Issuer(config), clock), clock);
    }

    private static IdentityConfig config(String realmUrl, Path keySetFile) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(IdentityConfig.class)
                .withDefaultValues(Map.of(
                        "inhouse.identity.realm-url",
                        realmUrl,
                        "inhouse.identity.issuer",
                        TestIdentity.issuer(),
                        "inhouse.identity.key-set-file",
                        keySetFile.toString(),
                        "inhouse.identity.client-id",
                        "svc-test",
                        "inhouse.identity.client-secret",
                        "x"))
                .build();
        return config.getConfigMapping(IdentityConfig.class);
    }
}
