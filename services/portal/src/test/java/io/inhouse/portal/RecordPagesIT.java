package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the compliance officer. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class RecordPagesIT {
    @BeforeEach
    void clean() {
        FakePlatform.forget();
        Pages.someRecord();
    }

    @Test
    void theOfficerArrivesAtTheNewestEntries() {
        Browser browser = Browser.signedIn(Pages.OFFICER);

        HttpResponse<String> page = browser.get("/");

        assertThat(page.body()).contains("Newest entries of the record", "dataset.approve", "authz.denied");
    }

    @Test
    void aSearchIsPassedOnAndItsNextPageKeepsIt() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);

        // When
        HttpResponse<String> page =
                browser.get("/audit?type=dataset.approve&outcome=success&from=2026-11-22T09:00&to=");

        // Then
        assertThat(FakePlatform.requests())
                .singleElement()
                .asString()
                .contains("type=dataset.approve", "outcome=success", "since=2026-11-22T09%3A00%3A00Z", "limit=50")
                .doesNotContain("until=", "cursor=");
        assertThat(page.body())
                .contains("type=dataset.approve&amp;outcome=success&amp;from=2026-11-22T09%3A00&amp;cursor=1040");
    }

    @Test
    void aDateThatIsNoneIsSaidOnThePage() {
        Browser browser = Browser.signedIn(Pages.OFFICER);

        HttpResponse<String> page = browser.get("/audit?from=yesterday");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("A date could not be read");
    }

    @Test
    void oneEntryIsShownWithoutItsContent() {
        Browser browser = Browser.signedIn(Pages.OFFICER);

        HttpResponse<String> page = browser.get("/audit/entries/evt-1");

        assertThat(page.body())
                .contains("inference.request", "1,041", "customer-service", "queues", "aGFzaC10d28=")
                .contains("22 Nov 2026, 09:20:11.482 UTC");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void contentIsOpenedForAReasonAndShownAsText() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/audit/entries/evt-1");
        FakePlatform.answer(
                "POST /api/audit/entries/evt-1/content",
                200,
                "{\"content\":{\"completion\":\"</pre><script>alert('x')</script>\"},\"recordedAs\":\"evt-9\"}");

        // When
        HttpResponse<String> page = browser.submit("/audit/entries/evt-1/content", "reason", "Case 2026-117 <b>");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .contains("&lt;/pre&gt;&lt;script&gt;alert(", "/audit/entries/evt-9", "Case 2026-117 &lt;b&gt;")
                .doesNotContain("<script", "<b>");
        assertThat(FakePlatform.requests()).anyMatch(request -> request.contains("{\"reason\":\"Case 2026-117 <b>\"}"));
    }

    @Test
    void contentIsNotOpenedWithoutAReason() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/audit/entries/evt-1");

        // When
        HttpResponse<String> page = browser.submit("/audit/entries/evt-1/content", "reason", " ");

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Give a reason");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void keyAndHeadAreShownWithTheWayToCheckABundle() {
        Browser browser = Browser.signedIn(Pages.OFFICER);

        HttpResponse<String> page = browser.get("/audit/log");

        assertThat(page.body())
                .contains("inhouse.local/abcd+1b2c3d4e+key", "1042", "— inhouse.local/abcd")
                .contains("./inhouse verify audit-bundle.zip --key KEY");
    }

    @Test
    void aBundleIsDownloadedForAReason() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/audit/log");
        FakePlatform.answer("POST /api/audit/bundles", 200, "application/zip", "PK-bundle");

        // When
        HttpResponse<String> bundle = browser.submit(
                "/audit/bundle", "reason", "Yearly audit", "from", "100", "to", "", "openContents", "yes");

        // Then
        assertThat(bundle.body()).isEqualTo("PK-bundle");
        assertThat(bundle.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(bundle.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(disposition -> assertThat(disposition).startsWith("attachment"));
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("\"reason\":\"Yearly audit\"", "\"from\":100", "\"openContents\":true");
    }

    @Test
    void aBundleThatIsRefusedLeavesTheFormFilled() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/audit/log");
        FakePlatform.refuse("POST /api/audit/bundles", 400, "invalid_request", "The range holds no entry.");

        // When
        HttpResponse<String> page = browser.submit("/audit/bundle", "reason", "Yearly audit");

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("The range holds no entry.", "value=\"Yearly audit\"");
    }

    @Test
    void aNumberThatIsNoneIsSaidOnThePage() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/audit/log");

        // When
        HttpResponse<String> page = browser.submit("/audit/bundle", "reason", "Yearly audit", "from", "first");

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("A number could not be read", "value=\"first\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/audit", "/audit/entries/evt-1", "/audit/log", "/audit/bundle", "/audit/entries/evt-1/content"})
    void nobodyElseSeesTheRecord(String path) {
        Browser browser = Browser.signedIn(Pages.APPROVER.in("demo", "data-steward", "ml-engineer"));

        HttpResponse<String> page = browser.get(path);

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(FakePlatform.requests()).isEmpty();
    }
}
