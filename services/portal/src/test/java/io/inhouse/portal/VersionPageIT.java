package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on which a dataset version is approved or rejected. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class VersionPageIT {
    @BeforeEach
    void clean() {
        FakePlatform.forget();
        Pages.sealedVersion();
    }

    @Test
    void showsWhatADecisionNeeds() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> page = browser.get(Pages.VERSION);

        assertThat(page.body())
                .contains("Bank messages, version 1", "waits for approval")
                .contains("12,400", "customer-service", "GDPR Art. 6(1)(f)", "internal", "2 years", "stella")
                .contains("E-mail address", "31", "Payment card", "row set aside")
                .contains("The completion is empty.", "212");
    }

    @Test
    void theVisitorsOwnTokenAndProjectGoToTheServer() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        browser.get(Pages.VERSION);

        assertThat(FakePlatform.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.lines().toList().get(1)).isEqualTo("demo");
            assertThat(request.lines().toList().get(2)).startsWith("Bearer eyJ");
        });
    }

    @Test
    void anApprovalIsSentOnceAndShownAfterARedirect() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.VERSION);
        FakePlatform.answerFile("POST /api/datasets/ds-1/versions/dsv-1/approve", "version.json");
        FakePlatform.answer("GET /api/datasets/versions/dsv-1", 200, Pages.version("state", "approved"));

        // When
        HttpResponse<String> page = browser.submit(Pages.VERSION + "/approve", "comment", "Sampled 50 rows, fine.");

        // Then
        assertThat(page.previousResponse().orElseThrow().statusCode()).isEqualTo(303);
        assertThat(page.body())
                .contains("role=\"status\"")
                .contains("tuning jobs for its purposes may use this version");
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("{\"comment\":\"Sampled 50 rows, fine.\"}");
    }

    @Test
    void aRejectionReachesTheServer() {
        // Given
        Browser browser = Browser.signedIn(Pages.STEWARD);
        browser.get(Pages.VERSION);
        FakePlatform.answerFile("POST /api/datasets/ds-1/versions/dsv-1/reject", "version.json");
        FakePlatform.answer("GET /api/datasets/versions/dsv-1", 200, Pages.version("state", "rejected"));

        // When
        HttpResponse<String> page = browser.submit(Pages.VERSION + "/reject", "comment", "Line 3 names a patient.");

        // Then
        assertThat(page.body()).contains("No job will ever see this version.");
    }

    @Test
    void fourEyesIsExplainedOnThePageAndTheCommentIsKept() {
        // Given
        Browser browser = Browser.signedIn(Pages.STEWARD);
        browser.get(Pages.VERSION);
        FakePlatform.refuse(
                "POST /api/datasets/ds-1/versions/dsv-1/approve", 403, "four_eyes", "uploader may not approve");

        // When
        HttpResponse<String> page = browser.submit(Pages.VERSION + "/approve", "comment", "Looks fine.");

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("role=\"alert\"")
                .contains("A second person has to do this")
                .contains("Nothing was changed")
                .contains(">Looks fine.</textarea>");
    }

    @Test
    void theUploaderIsToldThatSomebodyElseDecides() {
        // Given
        FakePlatform.answer(
                "GET /api/datasets/versions/dsv-1", 200, Pages.version("createdBy", Pages.STEWARD.subject()));
        Browser browser = Browser.signedIn(Pages.STEWARD);

        // When
        HttpResponse<String> page = browser.get(Pages.VERSION);

        // Then
        assertThat(page.body()).contains("a second person decides about it").doesNotContain("<form");
    }

    @Test
    void aDecisionNeedsAReason() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.VERSION);

        // When
        HttpResponse<String> page = browser.submit(Pages.VERSION + "/approve", "comment", "  ");

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Say why");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void anAddressCannotAnnounceWhatDidNotHappen() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> page = browser.get(Pages.VERSION + "?done=approved");

        assertThat(page.body()).doesNotContain("role=\"status\"");
    }

    @Test
    void anEngineerMayLookButNotDecide() {
        // Given
        Browser browser = Browser.signedIn(Pages.ENGINEER);
        HttpResponse<String> page = browser.get(Pages.VERSION);
        FakePlatform.requests().clear();

        // When
        HttpResponse<String> refused = browser.submit(Pages.VERSION + "/approve", "comment", "Let me.");

        // Then
        assertThat(page.body()).doesNotContain("<form");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(FakePlatform.requests()).isEmpty();
    }

    @Test
    void rowsAreShownAsTextWhateverTheyHold() {
        // Given
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-1/rows/preview", 200, """
                [{"line":1,"split":"train","prompt":"<script>alert(1)</script>","completion":"\\"><img src=x onerror=alert(2)> {page:product} ${7*7}"},
                 {"line":2,"split":"test","messages":[{"role":"user","content":"</dd></main><iframe src='javascript:alert(3)'>"}]}]
                """);
        FakePlatform.answer(
                "GET /api/datasets/versions/dsv-1", 200, Pages.version("createdByName", "<b onclick=alert(4)>"));
        Browser browser = Browser.signedIn(Pages.APPROVER);

        // When
        String rows = browser.get(Pages.VERSION + "/rows").body();
        String page = browser.get(Pages.VERSION).body();

        // Then
        assertThat(rows)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img src=x", "{page:product} ${7*7}")
                .doesNotContain("<script", "<img src=x", "<iframe");
        assertThat(page).contains("&lt;b onclick=").doesNotContain("<b onclick");
    }
}
