package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands around every page and the start page of each role, in a real browser. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class LayoutIT {
    private static final Person EVERYTHING = Person.named("eva")
            .in("demo", "data-steward", "approver", "ml-engineer")
            .realm("compliance-officer");

    private static final String WAY = "From data to a model that serves";

    private BrowserContext window = Chromium.window();

    @BeforeEach
    void clean() {
        FakePlatform.forget();
        Pages.someRecord();
        Pages.registeredAdapter();
        Pages.sealedVersion();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void eachRoleFindsItsWork() {
        assertThat(headings(Pages.STEWARD))
                .containsExactly("Drafts to finish", "Dataset versions that wait for approval", WAY);
        assertThat(headings(Pages.APPROVER))
                .containsExactly("Dataset versions that wait for approval", "Adapters that wait for approval", WAY);
        assertThat(headings(Pages.ENGINEER))
                .containsExactly("Dataset versions to tune on", "Adapters of the project", WAY);
        assertThat(headings(Pages.OFFICER)).containsExactly("Newest entries of the record");
    }

    @Test
    void theSectionInWhichOneIsIsMarked() {
        Page page = open(EVERYTHING, "/audit");

        assertThat(page.locator("nav [aria-current=page]").allInnerTexts()).containsExactly("Record");
        assertThat(page.locator("nav a").allInnerTexts()).startsWith("Work", "Datasets");
    }

    @Test
    void aPageThatIsNotThereIsAccessible() {
        assertThat(Chromium.violations(open(EVERYTHING, "/none"))).isEmpty();
    }

    @Test
    void theKeyboardAloneReachesTheContent() {
        Page page = open(EVERYTHING, "/");

        page.keyboard().press("Tab");
        Locator skip = page.locator(":focus");
        assertThat(skip.innerText()).isEqualTo("Skip to content");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");

        assertThat((Boolean) page.evaluate("() => document.querySelector('main').contains(document.activeElement)"))
                .isTrue();
    }

    @Test
    void aGermanBrowserIsSpokenToInGerman() {
        window.close();
        window = Chromium.window(new com.microsoft.playwright.Browser.NewContextOptions().setLocale("de-DE"));

        Page page = open(EVERYTHING, Pages.VERSION);

        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("de-DE");
        assertThat(page.locator("h1").innerText()).contains("Bank messages, Version 1", "wartet auf Freigabe");
        assertThat(page.locator("main").innerText()).contains("12.400", "Gefundene personenbezogene Daten", "2 Jahre");
        assertThat(page.title()).isEqualTo("Bank messages, Version 1 · Inhouse");
    }

    private List<String> headings(Person person) {
        window.close();
        window = Chromium.window();
        return open(person, "/").locator("h2").allInnerTexts();
    }

    private Page open(Person person, String path) {
        FakeLogin.admit(person);
        Page page = window.newPage();
        page.navigate(io.inhouse.portal.Browser.PORTAL.get().resolve(path).toString());
        String pictures = System.getenv("INHOUSE_PICTURES");
        if (pictures != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(pictures, "layout" + path.replace('/', '_') + System.nanoTime() + ".png")));
        }
        return page;
    }
}
