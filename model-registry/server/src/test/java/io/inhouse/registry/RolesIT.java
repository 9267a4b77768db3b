package io.inhouse.registry;

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
class RolesIT extends AskedRegistry {
    @TestHTTPResource
    URI address;

    @Test
    void everyEndpointAnswersEachRoleAsItsAnnotationSays() {
        EndpointMatrix matrix = EndpointMatrix.ask(address);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isEmpty();
        assertThat(matrix.asked()).isGreaterThanOrEqualTo(10 * 8);
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/models/adapters/{adapter}/files/{name}: approver, ml-engineer, service",
                        "GET /api/models/adapters/{adapter}/lineage: every member",
                        "GET /api/models/adapters/{adapter}: every member",
                        "GET /api/models/aliases: every member",
                        "GET /api/models/base/{model}: every member",
                        "GET /api/models: every member",
                        "POST /api/models/adapters/{adapter}/approve: approver",
                        "POST /api/models/adapters/{adapter}/reject: approver",
                        "POST /api/models/adapters/{adapter}/retire: approver",
                        "POST /api/models/adapters: service",
                        "POST /api/models/aliases/{alias}/roll-back: approver",
                        "POST /api/models/base: platform-admin");
    }
}
