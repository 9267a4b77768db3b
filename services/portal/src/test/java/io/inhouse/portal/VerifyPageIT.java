package io.inhouse.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An officer checks the record in the browser; the bundle is a real one. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class VerifyPageIT {
    private static final Path BUNDLE = Path.of("../audit/verify/src/test/resources/golden/v1/bundle.zip");
    private static final String KEY = "audit.example/log1+16f31ba4+Ac7MFQfcHd1ylZUcKQiI8JWtuQRNG3PWlubfBl1oO9T8";

    private BrowserContext window = Chromium.window();

    @BeforeEach
    void someRecord() throws IOException {
        FakePlatform.forget();
        Pages.someRecord();
        FakePlatform.answerBytes("POST /api/audit/bundles", "application/zip", Files.readAllBytes(BUNDLE));
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void withTheKeyThatTheOfficerKeptTheRecordIsWhole() {
        Page page = check(KEY);

        assertThat(page.locator("[role=status]")).containsText("The record is whole and unchanged");
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("\"reason\":\"Quarterly check.\"", "\"openContents\":false");
        assertThat(Chromium.violations(page)).isEmpty();
    }

    @Test
    void withoutAKeyNobodyIsToldMoreThanIsKnown() {
        Page page = check("");

        assertThat(page.locator("[role=status]")).containsText("by a key of the server's own");
    }

    @Test
    void aChangedBundleIsSaidToBeWrong() throws IOException {
        byte[] forged = Files.readAllBytes(BUNDLE);
        forged[forged.length / 2] ^= 1;
        FakePlatform.answerBytes("POST /api/audit/bundles", "application/zip", forged);

        Page page = check(KEY);

        assertThat(page.locator("[role=alert]")).isVisible();
        assertThat(page.locator("main")).not().containsText("The record is whole");
    }

    @Test
    void theSearchKnowsWhoActed() {
        Page page = open("/audit");
        page.getByLabel("Who acted").fill("5b0c9e52-0000-3000-8000-000000000002");

        page.locator("form[role=search] button").click();

        assertThat(page.getByLabel("Who acted")).hasValue("5b0c9e52-0000-3000-8000-000000000002");
        assertThat(FakePlatform.requests())
                .anyMatch(request -> request.contains("actor=5b0c9e52-0000-3000-8000-000000000002"));
    }

    private Page check(String key) {
        Page page = open("/audit/verify");
        page.getByLabel("Reason").fill("Quarterly check.");
        page.getByLabel("The log's key").fill(key);
        page.locator("main form button").click();
        return page;
    }

    private Page open(String path) {
        FakeLogin.admit(Pages.OFFICER);
        Page page = window.newPage();
        page.navigate(Browser.PORTAL.get().resolve(path).toString());
        return page;
    }
}
