package io.inhouse.local.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "/, portal",
        "/approvals, portal",
        "/v1/chat/completions, inference",
        "/v1/completions, inference",
        "/v1/models, inference",
        "/v1/models/support-queue, inference",
        "/v1/files, datasets",
        "/v1/files/file-1/content, datasets",
        "/v1/fine_tuning/jobs, tuning",
        "/v1/fine_tuning/jobs/ftjob-1/events, tuning",
        "/v1/organization/audit_logs, audit",
        "/v1/organization/usage/completions, inference",
        "/v1/organization/costs, inference",
        "/api/datasets/ds-1/versions, datasets",
        "/api/tuning-jobs, tuning",
        "/api/models/base/org%2Fname, registry",
        "/api/audit/checkpoint, audit",
        "/api/keys/key-1/disable, inference",
        "/log/checkpoint, audit",
        "/log/tile/0/x001/234.p/17, audit",
        "/hub/api/models/x, registry",
        "/auth/realms/inhouse, keycloak"
    })
    void everyPathOfTheDesignHasItsServer(String path, String server) throws Exception {
        assertThat(Routes.ofThisPlatform().serverFor(path)).contains(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal",
                "/internal/leases/current",
                "/q/health",
                "/q",
                "/v1/../internal/leases",
                "/v1/%2e%2e/internal/leases",
                "/v1/.%2E/q/metrics",
                "//internal/leases",
                "/%69nternal/leases",
                "/internal%2Fleases",
                "/v1/..;/internal",
                "/v1\\..\\internal",
                "internal",
                "*",
                ""
            })
    void whatServersKeepToThemselvesIsRefusedInEverySpelling(String path) throws Exception {
        assertThat(Routes.ofThisPlatform().serverFor(path)).isEmpty();
    }

    @Test
    void aPrefixEndsAtASlash() {
        Routes routes = Routes.parse("/ portal\n/api/models registry\n");

        assertThat(routes.serverFor("/api/modelsomething")).contains("portal");
        assertThat(routes.serverFor("/api/models/x")).contains("registry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a portal", "/a/ portal", "/a portal extra", "/a x\n/a y"})
    void anUnusableTableIsNamed(String table) {
        assertThatThrownBy(() -> Routes.parse(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/".equals(table.substring(0, 1)) ? "/a" : "a portal");
    }
}
