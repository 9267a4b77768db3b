package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on which an adapter is approved or rejected. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class AdapterPageIT {
    private static final String APPROVE = "POST /api/models/adapters/adp-1/approve";

    @BeforeEach
    void clean() {
        FakePlatform.forget();
        Pages.registeredAdapter();
    }

    @Test
    void showsWhatADecisionNeeds() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> page = browser.get(Pages.ADAPTER);

        assertThat(page.body())
                .contains("Adapter Queues v1", "waits for approval", "stories15M", "mila", "customer-service")
                .contains("exact match", "0.015", "0.885", "+0.87")
                .contains("dsv-1", "ftjob-1", "optimizer.weightDecay", "0.01")
                .contains("value=\"queues-v1\"");
    }

    @Test
    void anApprovalCarriesTheAliasAndIsShownAfterARedirect() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.ADAPTER);
        FakePlatform.answerFile(APPROVE, "adapter.json");
        FakePlatform.answer(
                "GET /api/models/adapters/adp-1",
                200,
                FakePlatform.file("adapter.json").replace("registered\"", "approved\""));

        // When
        HttpResponse<String> page =
                browser.submit(Pages.ADAPTER + "/approve", "alias", "queues", "comment", "Checked 20 answers.");

        // Then
        assertThat(page.previousResponse().orElseThrow().statusCode()).isEqualTo(303);
        assertThat(page.body()).contains("Applications of this project can ask for it now.");
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("\"alias\":\"queues\"", "\"comment\":\"Checked 20 answers.\"");
    }

    @Test
    void fourEyesIsExplainedOnThePageAndTheFormIsKept() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.ADAPTER);
        FakePlatform.refuse(APPROVE, 403, "four_eyes", "owner may not approve");

        // When
        HttpResponse<String> page =
                browser.submit(Pages.ADAPTER + "/approve", "alias", "queues", "comment", "Looks <fine>.");

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("role=\"alert\"", "A second person has to do this", "value=\"queues\"")
                .contains(">Looks &lt;fine&gt;.</textarea>");
    }

    @Test
    void aNameThatIsTakenIsSaidInTheRegistrysWords() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.ADAPTER);
        FakePlatform.refuse(APPROVE, 409, "conflict", "A base model is called queues. Choose another name.");

        // When
        HttpResponse<String> page =
                browser.submit(Pages.ADAPTER + "/approve", "alias", "queues", "comment", "Looks fine.");

        // Then
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("A base model is called queues. Choose another name.");
    }

    @Test
    void aStewardMayLookButNotDecide() {
        // Given
        Browser browser = Browser.signedIn(Pages.STEWARD);
        HttpResponse<String> page = browser.get(Pages.ADAPTER);

        // When
        HttpResponse<String> refused =
                browser.submit(Pages.ADAPTER + "/approve", "alias", "queues", "comment", "Let me.");

        // Then
        assertThat(page.body()).doesNotContain("<form");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void itWaitsOnTheApproversStartPage() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> page = browser.get("/");

        assertThat(page.body()).contains("href=\"" + Pages.ADAPTER + "\"", "Queues v1");
    }
}
