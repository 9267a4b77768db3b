package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on every page. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class ProtectionIT {
    private static final String APPROVE = Pages.VERSION + "/approve";

    @BeforeEach
    void clean() {
        FakePlatform.forget();
        Pages.sealedVersion();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", Pages.VERSION, "/signed-out", "/no-such-page", "/assets/portal.css", "/projects/cards"})
    void everyAnswerCarriesTheSecurityHeaders(String path) {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {Pages.VERSION, "/", "/signed-out", "/no-such-page"})
    void pagesHoldNoScriptAndNoForeignContentAndAreNotKept(String path) {
        Browser browser = Browser.signedIn(Pages.APPROVER.realm("compliance-officer"));

        HttpResponse<String> page = browser.get(path);

        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body()).doesNotContain("<script>", "javascript:", "style=", "http://", "https://", " onclick");
    }

    @Test
    void aFormWithoutTheTokenIsRefused() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.VERSION);

        // When
        HttpResponse<String> page = browser.post(APPROVE, "comment", "Sent from elsewhere.");

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("The form was not accepted");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void aTokenThatIsNotTheCookiesIsRefused() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.VERSION);
        String guessed = "A"
                .repeat(browser.cookie("inhouse_form").orElseThrow().getValue().length());

        // When
        HttpResponse<String> page = browser.post(APPROVE, "comment", "Guessed.", "formToken", guessed);

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void aRequestThatTheBrowserCallsForeignIsRefusedEvenWithTheToken() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER);
        browser.get(Pages.VERSION);
        String token = browser.cookie("inhouse_form").orElseThrow().getValue();

        // When
        HttpResponse<String> page =
                browser.send(HttpRequest.newBuilder(Browser.PORTAL.get().resolve(APPROVE))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-site")
                        .POST(HttpRequest.BodyPublishers.ofString("comment=x&formToken=" + token)));

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void anUnknownPageIsAPageToo() {
        Browser browser = Browser.anonymous();

        HttpResponse<String> page = browser.get("/no-such-page");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such page").contains("<h1>");
    }

    @Test
    void aFormThatGotLostWhileSigningInIsExplained() {
        Browser browser = Browser.signedIn(Pages.APPROVER);

        HttpResponse<String> page = browser.get(APPROVE);

        assertThat(page.uri().getPath()).isEqualTo(Pages.VERSION);
        assertThat(page.body()).contains("Nothing was changed").contains("<form");
    }

    @Test
    void assetsNeedNoSessionAndDoNotTouchIt() {
        // Given
        Browser browser = Browser.signedIn(Pages.APPROVER.tokensFor(Duration.ofSeconds(30)));
        browser.get(Pages.VERSION);
        FakeLogin.grants().clear();

        // When
        HttpResponse<String> style = browser.get("/assets/portal.css");

        // Then: a token about to expire would have been refreshed.
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(FakeLogin.grants()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedInPlainWords() {
        // Given
        FakePlatform.refuse("GET /api/datasets/versions/dsv-1", 503, "record_unavailable", "io.inhouse.Internal");
        Browser browser = Browser.signedIn(Pages.APPROVER);

        // When
        HttpResponse<String> page = browser.get(Pages.VERSION);

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body())
                .contains("A part of the platform does not answer")
                .doesNotContain("io.inhouse");
    }

    @Test
    void oneListThatCannotBeFetchedDoesNotTakeTheStartPageWithIt() {
        // Given
        FakePlatform.refuse("GET /api/models", 503, "upstream_unavailable", "-");
        Browser browser = Browser.signedIn(Pages.APPROVER);

        // When
        HttpResponse<String> page = browser.get("/projects/demo");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(List.of(page.body()))
                .first()
                .asString()
                .contains("Bank messages")
                .contains("could not be fetched");
    }
}
