package io.inhouse.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.EndpointMatrix;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class RolesIT {
    @TestHTTPResource
    URI url;

    @Test
    void everyEndpointIsOpenToExactlyTheRolesItNames() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isNotEmpty().allMatch(endpoint -> endpoint.contains("/internal/leases/current"));
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/tuning-jobs/rows/{version}/tokens: approver, data-steward, ml-engineer",
                        "GET /api/tuning-jobs/rows/{version}/{number}: approver, data-steward",
                        "GET /api/tuning-jobs/{job}/events: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /api/tuning-jobs/{job}: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /api/tuning-jobs: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /internal/leases/current/rows: everybody, also without a token",
                        "GET /internal/leases/current: everybody, also without a token",
                        "GET /v1/fine_tuning/jobs/{job}/events: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /v1/fine_tuning/jobs/{job}: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /v1/fine_tuning/jobs: app, approver, data-steward, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs/estimate: app, ml-engineer",
                        "POST /api/tuning-jobs/{job}/cancel: app, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs/{job}/resume: app, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs: app, ml-engineer",
                        "POST /internal/leases/current/complete: everybody, also without a token",
                        "POST /internal/leases/current/failed: everybody, also without a token",
                        "POST /internal/leases/current/heartbeat: everybody, also without a token",
                        "POST /v1/fine_tuning/jobs/{job}/cancel: app, ml-engineer, platform-admin",
                        "POST /v1/fine_tuning/jobs/{job}/resume: app, ml-engineer, platform-admin",
                        "POST /v1/fine_tuning/jobs: app, ml-engineer",
                        "PUT /internal/leases/current/files/{name}: everybody, also without a token");
    }
}
