package io.inhouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityConfigTest {
    @Test
    void defaultsAreThese() {
        IdentityConfig config = config(Map.of());

        assertThat(config.issuer()).isEmpty();
        assertThat(config.realmUrl()).isEmpty();
        assertThat(config.audience()).isEqualTo("inhouse");
        assertThat(config.clientId()).isEmpty();
        assertThat(config.clientSecret()).isEmpty();
        assertThat(config.keySetFile()).isEmpty();
        assertThat(config.keySetAge()).isEqualTo(Duration.ofHours(1));
        assertThat(config.keySetPause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.clockSkew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.renewBefore()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.keyRecheck()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.wrongKeysPerClient()).isEqualTo(10);
        assertThat(config.wrongKeysPerAddress()).isEqualTo(60);
        assertThat(config.wrongKeyWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.wrongKeysCounted()).isEqualTo(10_000);
        assertThat(config.cachedTokens()).isEqualTo(2000);
    }

    @Test
    void theUsualNamesOfTheIssuerAreUnderstood() {
        IdentityConfig config = config(Map.of(
                "quarkus.oidc.auth-server-url", "http://127.0.0.1:8110/auth/realms/inhouse",
                "quarkus.oidc.token.issuer", "http://localhost:8080/auth/realms/inhouse",
                "quarkus.oidc.client-id", "svc-audit",
                "quarkus.oidc.credentials.secret", "s"));

        assertThat(config.issuer()).isEqualTo(Optional.of("http://localhost:8080/auth/realms/inhouse"));
        assertThat(config.realmUrl()).isEqualTo(Optional.of("http://127.0.0.1:8110/auth/realms/inhouse"));
        assertThat(config.clientId()).isEqualTo(Optional.of("svc-audit"));
        assertThat(config.clientSecret()).isEqualTo(Optional.of("s"));
    }

    private static IdentityConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(IdentityConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(IdentityConfig.class);
    }
}
