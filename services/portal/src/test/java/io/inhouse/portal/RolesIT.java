package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.portal.page.BodyLimits;
import io.inhouse.testsupport.Endpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page with every role alone, generated from the annotations. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class RolesIT {
    /** What stands for every path parameter, also the project's. */
    private static final String ANY = "none-such";

    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void aPageOpensForTheRolesOfItsAnnotationAndForNobodyElse() {
        FakePlatform.forget();
        List<String> violations = new ArrayList<>();
        int asked = 0;
        for (Map.Entry<String, Person> caller : callers().entrySet()) {
            Browser browser = Browser.signedIn(caller.getValue());
            browser.get("/");
            for (Endpoint endpoint : Endpoint.ofThisModule()) {
                boolean opened = !isRefusedByRole(ask(browser, endpoint));
                asked++;
                if (opened != isAllowed(endpoint, caller.getKey())) {
                    violations.add(endpoint + (opened ? " opened" : " was refused") + " for " + caller.getKey());
                }
            }
        }
        assertThat(violations).isEmpty();
        assertThat(asked).isGreaterThan(100);
    }

    /** So that nobody changes who may see a page unseen. A new page is added here. */
    @Test
    void whoMaySeeWhatIsThis() {
        assertThat(Endpoint.ofThisModule().stream().map(Endpoint::declared))
                .contains(
                        "GET /: every member",
                        "GET /audit/bundle: compliance-officer",
                        "GET /audit/entries/{id}/content: compliance-officer",
                        "GET /audit/entries/{id}: compliance-officer",
                        "GET /audit/log: compliance-officer",
                        "GET /audit: compliance-officer",
                        "GET /projects/{project}/adapters/{adapter}/approve: approver",
                        "GET /projects/{project}/adapters/{adapter}/reject: approver",
                        "GET /projects/{project}/adapters/{adapter}: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/approve: approver, data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/reject: approver, data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/difference: approver, data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/row: approver, data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/rows: approver, data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/statistics: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/keys: ml-engineer",
                        "GET /projects/{project}/keys/new: ml-engineer",
                        "POST /projects/{project}/keys/new: ml-engineer",
                        "GET /projects/{project}/keys/of/{key}: ml-engineer",
                        "GET /projects/{project}/keys/of/{key}/restrict: ml-engineer",
                        "POST /projects/{project}/keys/of/{key}/restrict: ml-engineer",
                        "GET /projects/{project}/keys/of/{key}/{action}: ml-engineer",
                        "POST /projects/{project}/keys/of/{key}/{action}: ml-engineer",
                        "GET /keys: platform-admin",
                        "GET /keys/{key}/disable: platform-admin",
                        "POST /keys/{key}/disable: platform-admin",
                        "GET /projects/{project}: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/tuning: approver, ml-engineer",
                        "GET /projects/{project}/tuning/new: ml-engineer",
                        "POST /projects/{project}/tuning/new: ml-engineer",
                        "GET /projects/{project}/tuning/estimate: ml-engineer",
                        "POST /projects/{project}/tuning/estimate: ml-engineer",
                        "GET /projects/{project}/tuning/compare: approver, ml-engineer",
                        "GET /projects/{project}/tuning/jobs/{job}: approver, ml-engineer",
                        "GET /projects/{project}/tuning/jobs/{job}/events: approver, ml-engineer",
                        "POST /projects/{project}/tuning/jobs/{job}/cancel: ml-engineer",
                        "POST /projects/{project}/tuning/jobs/{job}/resume: ml-engineer",
                        "GET /projects/{project}/models: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/models/base/{model}: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/models/roll-back: approver",
                        "POST /projects/{project}/models/roll-back: approver",
                        "GET /projects/{project}/playground: approver, data-steward, ml-engineer",
                        "POST /projects/{project}/playground: approver, data-steward, ml-engineer",
                        "POST /projects/{project}/playground/stream: approver, data-steward, ml-engineer",
                        "GET /audit/verify: compliance-officer",
                        "POST /audit/verify: compliance-officer",
                        "GET /projects/{project}/datasets: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/datasets/new: data-steward",
                        "POST /projects/{project}/datasets/new: data-steward",
                        "GET /projects/{project}/datasets/{dataset}: approver, data-steward, ml-engineer",
                        "GET /projects/{project}/datasets/{dataset}/change: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/change: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/files: data-steward",
                        "PATCH /projects/{project}/datasets/{dataset}/versions/{version}/files/{file}: data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/offset: data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/files/{file}: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/take: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/discard: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/actions: data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/seal: data-steward",
                        "GET /projects/{project}/datasets/{dataset}/versions/{version}/withdraw: approver, data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/withdraw: approver, data-steward",
                        "GET /base-models: platform-admin",
                        "POST /base-models: platform-admin",
                        "GET /sign-in-failed: everybody, also without a token",
                        "GET /signed-out: everybody, also without a token",
                        "POST /audit/bundle: compliance-officer",
                        "POST /audit/entries/{id}/content: compliance-officer",
                        "POST /projects/{project}/adapters/{adapter}/approve: approver",
                        "POST /projects/{project}/adapters/{adapter}/reject: approver",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/approve: approver, data-steward",
                        "POST /projects/{project}/datasets/{dataset}/versions/{version}/reject: approver, data-steward");
    }

    @Test
    void withoutASessionOnlyTwoPagesOpen() throws Exception {
        List<String> open = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.ofThisModule()) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(Browser.PORTAL.get().resolve(endpoint.path()))
                                    .header("Content-Type", contentType(endpoint))
                                    .method(endpoint.method(), HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            boolean sentToSignIn = answer.statusCode() == 302
                    && answer.headers().firstValue("Location").orElse("").contains("/authorize");
            if (!sentToSignIn) {
                open.add(endpoint + " " + answer.statusCode());
            }
        }
        assertThat(open).containsExactlyInAnyOrder("GET /signed-out 200", "GET /sign-in-failed 200");
    }

    private static Map<String, Person> callers() {
        Map<String, Person> callers = new LinkedHashMap<>();
        for (String role : List.of("data-steward", "ml-engineer", "approver", "app")) {
            callers.put(role, Person.named("only-" + role).in(ANY, role));
        }
        for (String role : List.of("compliance-officer", "platform-admin", "service")) {
            callers.put(role, Person.named("only-" + role).realm(role));
        }
        callers.put("elsewhere", Person.named("elsewhere").in("other", "data-steward", "approver", "ml-engineer"));
        callers.put("pretender", Person.named("pretender").realm("data-steward", "approver", "ml-engineer"));
        return callers;
    }

    private static boolean isAllowed(Endpoint endpoint, String role) {
        return switch (endpoint.access()) {
            case EVERYBODY, AUTHENTICATED -> true;
            case ROLES -> endpoint.roles().contains(role);
            case NOBODY -> false;
        };
    }

    private static HttpResponse<String> ask(Browser browser, Endpoint endpoint) {
        String token = browser.cookie("inhouse_form").orElseThrow().getValue();
        if (!contentType(endpoint).equals(FORM)) {
            return browser.send(HttpRequest.newBuilder(Browser.PORTAL.get().resolve(endpoint.path()))
                    .header("Content-Type", contentType(endpoint))
                    .header("Inhouse-Form-Token", token)
                    .header("Upload-Offset", "0")
                    .method(endpoint.method(), HttpRequest.BodyPublishers.ofString("{}")));
        }
        return endpoint.method().equals("POST")
                ? browser.post(endpoint.path(), "formToken", token)
                : browser.get(endpoint.path());
    }

    /** Of files: what their endpoints read; of everything else a form. */
    private static String contentType(Endpoint endpoint) {
        String own = endpoint.contentType();
        return own != null
                        && (endpoint.template().endsWith("/files")
                                || endpoint.method().equals("PATCH"))
                ? own.replace(BodyLimits.FORM_WITH_FILES, "multipart/form-data; boundary=b")
                : FORM;
    }

    private static boolean isRefusedByRole(HttpResponse<String> answer) {
        return answer.statusCode() == 403 && answer.body().contains("This page is not for you");
    }
}
