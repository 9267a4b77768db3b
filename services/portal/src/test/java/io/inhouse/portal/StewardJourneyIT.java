package io.inhouse.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The data steward's whole way in a real browser, at the real datasets server. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(RealDatasets.class)
class StewardJourneyIT {
    private BrowserContext window = Chromium.window();

    @BeforeEach
    void clean() {
        FakePlatform.forget();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void fromATableToAnApprovedVersionAndBack() {
        // A steward describes a dataset.
        Page page = signedIn(Pages.STEWARD, "/projects/demo/datasets");
        check(page);
        page.getByText("New dataset").click();
        check(page);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Bank questions");
        page.getByLabel("Purposes").fill("customer-service");
        page.getByLabel("Legal basis").fill("GDPR Art. 6(1)(f)");
        page.getByLabel("Licence").fill("internal");
        page.getByLabel("(b) Collection and origin").fill("Messages of 2025.");
        button(page, "Save");
        check(page);
        assertThat(page.locator("main")).containsText("7 of 8 points are not stated.");
        button(page, "Create version");
        check(page);

        // The table goes up; its columns are chosen; what is personal in it shows in its place.
        upload(page, "questions.csv", "Asked;Answered\nWrite to anna@example.com;done\n;nothing\nWho pays?;you\n");
        page.getByLabel("Prompt").selectOption("Asked");
        page.getByLabel("Completion").selectOption("Answered");
        button(page, "Look");
        check(page);
        assertThat(page.locator("mark")).hasText("[EMAIL]");
        assertThat(page.locator("main")).containsText("the column for the prompt is empty");
        page.getByLabel("E-mail address").selectOption("replaced by a pseudonym");
        button(page, "Decide so");
        assertThat(page.locator("[role=status]")).containsText("Decided");
        page.getByLabel("Use them for").selectOption("training");
        button(page, "Take the rows in");
        assertThat(page.locator("[role=status]")).containsText("Rows taken in");
        check(page);

        // A document becomes rows of text.
        upload(page, "handbook.md", "# Opening hours\n\nWe open at nine.\n");
        button(page, "Take the rows in");
        button(page, "Seal");
        assertThat(page.locator("h1")).containsText("waits for approval");
        String version = page.url().replaceAll("\\?.*", "");
        assertThat(page.locator("main")).containsText("a second person decides about it");

        // Somebody else looks and approves.
        page = signedIn(Pages.APPROVER, "/");
        page.getByText("Bank questions, version 1").click();
        check(page);
        page.getByText("Look at rows").last().click();
        assertThat(page.locator("main")).containsText("We open at nine.");
        assertThat(page.locator("main")).containsText("Write to [EMAIL");
        page.navigate(version);
        page.getByLabel("Why").fill("Looked at all rows.");
        button(page, "Approve");
        assertThat(page.locator("[role=status]")).containsText("tuning jobs for its purposes may use this version");

        // And it can be withdrawn, knowing what was trained on it.
        Pages.adaptersOf(version.substring(version.lastIndexOf('/') + 1));
        page = signedIn(Pages.STEWARD, version);
        page.getByText("Withdraw").click();
        check(page);
        assertThat(page.locator("main")).containsText("Queues v1");
        page.getByLabel("Why").fill("A customer objected.");
        button(page, "Withdraw");
        assertThat(page.locator("h1")).containsText("withdrawn");
    }

    @Test
    void anUploadGoesOnAfterADroppedConnection() {
        Page page = signedIn(Pages.STEWARD, "/");
        newDraft(page);
        AtomicInteger pieces = new AtomicInteger();
        page.route(Pattern.compile(".*/files/stg-.*"), route -> {
            if (route.request().method().equals("PATCH") && pieces.incrementAndGet() == 2) {
                route.abort("connectionreset");
            } else {
                route.resume();
            }
        });
        String rows = ("{\"prompt\":\"" + "long ".repeat(370) + "\",\"completion\":\"x\"}\n").repeat(1000);

        upload(page, "rows.jsonl", rows);

        assertThat(page.locator("main")).containsText("All 1,000 rows");
        // Two, of which the second one twice.
        assertThat(pieces.get()).isEqualTo(3);
    }

    @Test
    void everythingWorksWithoutScript() {
        window.close();
        window = Chromium.window(new NewContextOptions().setJavaScriptEnabled(false));
        Page page = signedIn(Pages.STEWARD, "/");
        newDraft(page);

        page.setInputFiles("input[type=file]", file("rows.jsonl", "{\"prompt\":\"a\",\"completion\":\"b\"}\n"));
        button(page, "Upload");
        assertThat(page.locator("[role=status]")).containsText("Uploaded");
        page.getByText("rows.jsonl").click();
        button(page, "Take the rows in");

        assertThat(page.locator("[role=status]")).containsText("Rows taken in");
    }

    @Test
    void aVersionIsLookedInto() {
        // Given two versions of which the second one has a row more, a row less and a row that is there twice
        Page page = signedIn(Pages.STEWARD, "/");
        newDraft(page);
        String first = page.url();
        take(page, "first.jsonl", row("stays", "1") + row("goes", "2"));
        page.navigate(first.replaceAll("/versions/.*", ""));
        button(page, "Create version");
        String version = page.url();
        take(page, "second.jsonl", row("stays", "1") + row("comes", "3") + row("comes", "3"));
        FakePlatform.answer("GET /api/models", 200, Pages.BASE_MODEL);
        String rows = "GET /api/tuning-jobs/rows/" + version.substring(version.lastIndexOf('/') + 1);
        FakePlatform.answerFile(rows + "/tokens", "tokens.json");
        FakePlatform.answerFile(rows + "/2", "row.json");

        // When a second person looks, on a phone
        window.close();
        window = Chromium.window(Chromium.phone());
        FakeLogin.admit(Pages.APPROVER);
        page = window.newPage();
        page.navigate(version);
        page.getByText("Statistics").click();
        check(page);
        assertThat(page.locator("main")).containsText("Rows that repeat an earlier one");
        assertThat(page.locator("dl").first()).containsText("1");
        button(page, "Count tokens");
        check(page);
        assertThat(page.locator("main")).containsText("5 of 10, spread evenly");
        assertThat(page.locator("svg rect")).hasCount(3);
        assertThat(page.locator("main")).containsText("Row 7: row 1 has no token with loss");
        page.getByText("As a table").click();
        assertThat(page.locator("#histogram-table")).containsText("from 11 to 20");
        assertThat(Chromium.overflows(page)).isFalse();

        // Then a row shows what is learned of it, and not by colour alone
        page.navigate(version);
        page.getByText("Row 1", new Page.GetByTextOptions().setExact(true)).click();
        check(page);
        assertThat(page.locator("main")).containsText("stays");
        page.getByLabel("Row number").fill("2");
        page.getByLabel("Base model").selectOption("tiny");
        button(page, "Show");
        check(page);
        assertThat(page.locator("[data-mask]")).hasText("<s>[user]comes</s>[assistant] 3</s>");
        assertThat(page.locator("[data-mask] ins").allInnerTexts()).containsExactly(" 3", "</s>");
        assertThat(page.locator("[data-mask] ins").first()).hasCSS("text-decoration-line", "underline");
        assertThat(page.locator("main")).containsText("2 of 6 tokens are learned; the model reads at most 64 at once.");
        assertThat(Chromium.overflows(page)).isFalse();
        page.getByText("Next row").click();
        assertThat(page.locator("h1")).containsText("Row 3");

        // And the versions are compared
        page.navigate(version);
        page.getByText("Compare with another version").click();
        button(page, "Compare");
        check(page);
        assertThat(page.locator(".cards")).containsText(Pattern.compile("Added\\s*2\\s*Removed\\s*1\\s*Kept\\s*1"));
        assertThat(page.locator("ol.rows > li")).hasCount(2);
        page.getByText("Removed", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("ol.rows")).containsText("goes");
        assertThat(Chromium.overflows(page)).isFalse();
    }

    @Test
    void aFileThatCannotBeReadSaysWhyAndCanBeDiscarded() {
        Page page = signedIn(Pages.STEWARD, "/");
        newDraft(page);

        upload(page, "scan.pdf", "not a pdf");

        assertThat(page.locator("[role=alert]")).containsText("is damaged, or is no PDF");
        button(page, "Discard the file");
        assertThat(page.locator("[role=status]")).containsText("Discarded");
    }

    @Test
    void formsOfTheStewardAreNobodyElses() {
        Page page = signedIn(Pages.STEWARD, "/");
        newDraft(page);
        String version = page.url();

        for (Person other : new Person[] {Pages.APPROVER, Pages.ENGINEER}) {
            Page seen = signedIn(other, version);
            assertThat(seen.locator("main form")).hasCount(0);
            seen.navigate(version + "/files");
            assertThat(seen.locator("h1")).hasText("This page is not for you");
            seen.navigate(version.replaceAll("/datasets/.*", "/datasets/new"));
            assertThat(seen.locator("h1")).hasText("This page is not for you");
        }
    }

    private void newDraft(Page page) {
        page.navigate(address("/projects/demo/datasets/new"));
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Questions");
        button(page, "Save");
        button(page, "Create version");
    }

    private static void take(Page page, String name, String content) {
        upload(page, name, content);
        page.getByLabel("Use them for").selectOption("training");
        button(page, "Take the rows in");
        assertThat(page.locator("[role=status]")).containsText("Rows taken in");
    }

    private static String row(String prompt, String completion) {
        return "{\"prompt\":\"" + prompt + "\",\"completion\":\"" + completion + "\"}\n";
    }

    /** In the browser; ends on the page of the file. */
    private static void upload(Page page, String name, String content) {
        page.setInputFiles("input[type=file]", file(name, content));
        // Whoever is quicker than the script sends the file whole, which is another journey.
        page.waitForLoadState();
        page.locator("form[data-upload] button").click();
        page.waitForURL(Pattern.compile(".*/files/stg-[^/]+"));
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8));
    }

    private static void button(Page page, String name) {
        page.locator("main button", new Page.LocatorOptions().setHasText(Pattern.compile("^" + name + "$")))
                .first()
                .click();
    }

    private static void check(Page page) {
        assertThat(Chromium.violations(page)).isEmpty();
    }

    /** In a window of their own. */
    private Page signedIn(Person person, String path) {
        if (!window.pages().isEmpty()) {
            window.close();
            window = Chromium.window();
        }
        FakeLogin.admit(person);
        Page page = window.newPage();
        page.navigate(path.startsWith("http") ? path : address(path));
        return page;
    }

    private static String address(String path) {
        return io.inhouse.portal.Browser.PORTAL.get().resolve(path).toString();
    }
}
