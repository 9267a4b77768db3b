package io.inhouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.EndpointMatrix;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Who may ask for what. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class RolesIT extends AskedLog {
    @TestHTTPResource
    URI url;

    @Test
    void everyEndpointAsksForItsRole() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).containsExactlyInAnyOrder("GET /log/checkpoint", "GET /log/tile/{level}/{index}");
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/audit/checkpoint: every member",
                        "GET /api/audit/entries/{id}/proof: every member",
                        "GET /api/audit/entries/{id}: compliance-officer",
                        "GET /api/audit/entries: compliance-officer",
                        "GET /api/audit/key: every member",
                        "GET /api/audit/policy: every member",
                        "GET /api/audit/streams: compliance-officer, platform-admin",
                        "GET /log/checkpoint: everybody, also without a token",
                        "GET /log/tile/entries/{index}: compliance-officer",
                        "GET /log/tile/{level}/{index}: everybody, also without a token",
                        "GET /v1/organization/audit_logs: compliance-officer",
                        "POST /api/audit/bundles: compliance-officer",
                        "POST /api/audit/entries/{id}/content: compliance-officer");
    }
}
