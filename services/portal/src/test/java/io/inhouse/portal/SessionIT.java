package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, staying signed in, signing out. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class SessionIT {
    @BeforeEach
    void clean() {
        FakePlatform.forget();
        FakeLogin.grants().clear();
    }

    @Test
    void whoIsNotSignedInIsSentToTheIssuerWithPkceAndComesBackToThePageAskedFor() {
        // Given
        Pages.sealedVersion();
        Browser browser = Browser.signedIn(Pages.STEWARD);

        // When
        HttpResponse<String> page = browser.get(Pages.VERSION);

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo(Pages.VERSION);
        assertThat(page.body()).contains("Signed in as dora");
        assertThat(FakeLogin.grants()).containsExactly("authorization_code dora");
    }

    @Test
    void redirectAddressesAreTheDoorsNotThePortals() throws Exception {
        HttpResponse<String> redirect = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(Browser.PORTAL.get())
                                .header("X-Forwarded-Proto", "https")
                                .header("X-Forwarded-Host", "llm.example.org")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location").orElseThrow())
                .contains("redirect_uri=https%3A%2F%2Fllm.example.org%2Fsigned-in")
                .contains("code_challenge_method=S256");
        assertThat(redirect.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure").contains("HTTPOnly"));
    }

    @Test
    void theLocalDoorsPortIsPartOfTheRedirectAddress() throws Exception {
        HttpResponse<String> redirect = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(Browser.PORTAL.get())
                                .header("X-Forwarded-Proto", "http")
                                .header("X-Forwarded-Host", "localhost:8080")
                                .header("X-Forwarded-Port", "8080")
                                .header("X-Forwarded-For", "127.0.0.1")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(redirect.headers().firstValue("Location").orElseThrow())
                .contains("redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fsigned-in");
    }

    @Test
    void theSessionCookiesAreEncryptedAndNotReadableForScripts() {
        // Given
        Person busy = Pages.STEWARD;
        for (int project = 0; project < 40; project++) {
            busy = busy.in("project-with-a-long-name-" + project, "data-steward", "approver", "ml-engineer");
        }
        Browser browser = Browser.signedIn(busy);

        // When
        HttpResponse<String> page = browser.get("/");

        // Then: somebody with 120 groups can still sign in, and no cookie is larger than browsers keep.
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("project-with-a-long-name-39");
        assertThat(browser.cookies())
                .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                .isNotEmpty()
                .allSatisfy(cookie -> {
                    assertThat(cookie.getValue().length()).isLessThanOrEqualTo(4096);
                    assertThat(cookie.getValue()).doesNotStartWith("eyJhbGciOiJSUzI1NiI");
                    assertThat(cookie.isHttpOnly()).isTrue();
                });
    }

    @Test
    void tokensAboutToExpireAreRefreshedWithoutTheVisitorNoticing() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER.tokensFor(Duration.ofSeconds(30)));
        browser.get("/");

        // When
        HttpResponse<String> page = browser.get("/");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(FakeLogin.grants()).containsExactly("authorization_code olga", "refresh_token olga");
    }

    @Test
    void signingOutEndsTheSessionAndSaysSo() {
        // Given
        Browser browser = Browser.signedIn(Pages.OFFICER);
        browser.get("/");

        // When
        HttpResponse<String> page = browser.get("/logout");

        // Then
        assertThat(page.uri().getPath()).isEqualTo("/signed-out");
        assertThat(page.body()).contains("You are signed out").doesNotContain("Signed in as");
        assertThat(browser.cookies()).noneMatch(cookie -> cookie.getName().startsWith("q_session"));
    }

    @Test
    void whoIsInOneProjectArrivesThere() {
        Browser browser = Browser.signedIn(Pages.ENGINEER);

        HttpResponse<String> page = browser.get("/");

        assertThat(page.uri().getPath()).isEqualTo("/projects/demo");
    }

    @Test
    void whoIsInSeveralProjectsChooses() {
        Browser browser = Browser.signedIn(Pages.STEWARD.in("loans", "approver"));

        HttpResponse<String> page = browser.get("/");

        assertThat(page.body()).contains("href=\"/projects/demo\"").contains("href=\"/projects/loans\"");
    }

    @Test
    void aRoleInOneProjectOpensNothingInAnother() {
        Browser browser = Browser.signedIn(Pages.STEWARD.in("loans", "ml-engineer"));

        HttpResponse<String> page = browser.get("/projects/cards");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("This page is not for you");
        assertThat(FakePlatform.requests()).isEmpty();
    }
}
