package io.inhouse.datasets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every endpoint against every role: who is let in, who is not, and that nobody is without a token. */
@QuarkusTest
@RunningServer
class RolesIT {
    private static final List<String> ROLES = List.of(
            "data-steward", "ml-engineer", "approver", "app", "compliance-officer", "platform-admin", "service");

    private static TestToken token(String role) {
        return switch (role) {
            case "compliance-officer", "platform-admin" ->
                TestIdentity.user("someone").in("demo", "app").realm(role);
            case "service" -> TestIdentity.service("svc-tuning");
            default -> TestIdentity.user("someone").in("demo", role);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/datasets|data-steward",
                "GET|/api/datasets|data-steward ml-engineer approver compliance-officer service",
                "GET|/api/datasets/ds-x|data-steward ml-engineer approver compliance-officer service",
                "PATCH|/api/datasets/ds-x|data-steward",
                "GET|/api/datasets/names|data-steward compliance-officer",
                "PUT|/api/datasets/names|data-steward",
                "POST|/api/datasets/ds-x/versions|data-steward",
                "GET|/api/datasets/ds-x/versions|data-steward ml-engineer approver compliance-officer service",
                "GET|/api/datasets/versions?state=sealed|data-steward ml-engineer approver compliance-officer service",
                "GET|/api/datasets/versions/dsv-x|data-steward ml-engineer approver compliance-officer service",
                "GET|/api/datasets/versions/dsv-x/rows|service",
                "GET|/api/datasets/ds-x/versions/dsv-x|data-steward ml-engineer approver compliance-officer service",
                "POST|/api/datasets/ds-x/versions/dsv-x/rows|data-steward",
                "GET|/api/datasets/ds-x/versions/dsv-x/rows|service",
                "GET|/api/datasets/ds-x/versions/dsv-x/rows/preview|data-steward approver",
                "GET|/api/datasets/ds-x/versions/dsv-x/statistics|data-steward approver ml-engineer compliance-officer",
                "GET|/api/datasets/ds-x/versions/dsv-x/difference?from=dsv-y|data-steward approver",
                "GET|/api/datasets/versions/dsv-x/rows/1|data-steward approver",
                "GET|/api/datasets/versions/dsv-x/rows/sample|service",
                "GET|/api/datasets/ds-x/versions/dsv-x/set-aside|data-steward approver compliance-officer",
                "GET|/api/datasets/ds-x/versions/dsv-x/findings|data-steward approver compliance-officer",
                "POST|/api/datasets/ds-x/versions/dsv-x/seal|data-steward",
                "POST|/api/datasets/ds-x/versions/dsv-x/approve|data-steward approver",
                "POST|/api/datasets/ds-x/versions/dsv-x/reject|data-steward approver",
                "POST|/api/datasets/ds-x/versions/dsv-x/withdraw|data-steward approver",
                "POST|/v1/files|data-steward ml-engineer",
                "GET|/v1/files|data-steward ml-engineer approver",
                "GET|/v1/files/file-x|data-steward ml-engineer approver service",
                "GET|/v1/files/file-x/content|data-steward ml-engineer",
                "DELETE|/v1/files/file-x|data-steward ml-engineer",
            })
    void letsInThoseWhoMayAndNobodyElse(String method, String path, String allowed) {
        Set<String> letIn = new TreeSet<>();
        for (String role : ROLES) {
            int status = given().auth()
                    .oauth2(token(role).sign())
                    .header("OpenAI-Project", "demo")
                    .contentType(contentType(method, path))
                    .body(body(method, path).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .request(method, path)
                    .statusCode();
            assertThat(status).as(role).isNotEqualTo(401);
            if (status != 403) {
                letIn.add(role);
            }
        }

        assertThat(letIn).isEqualTo(new TreeSet<>(Arrays.asList(allowed.split(" "))));
        assertThat(given().contentType(contentType(method, path))
                        .body(body(method, path).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .request(method, path)
                        .statusCode())
                .isEqualTo(401);
    }

    /** The table above could forget an endpoint; this asks all there are. */
    @Test
    void everyEndpointKeepsToItsAnnotation() {
        EndpointMatrix matrix = EndpointMatrix.ask(URI.create("http://localhost:" + RestAssured.port));

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isEmpty();
    }

    private static String contentType(String method, String path) {
        if (path.equals("/v1/files") && method.equals("POST")) {
            return "multipart/form-data; boundary=b";
        }
        return path.endsWith("/rows") ? "application/jsonl" : "application/json";
    }

    private static String body(String method, String path) {
        return method.equals("GET") || path.endsWith("/rows") ? "" : "{}";
    }
}
