package io.inhouse.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engineer's way from an idea to a trained adapter, in a real browser. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class TuningPagesIT {
    private static final String TUNING = "/projects/demo/tuning";
    private static final String JOB = TUNING + "/jobs/ftjob-1";

    private BrowserContext window = Chromium.window();

    @BeforeEach
    void someJobs() {
        FakePlatform.forget();
        layJobs();
    }

    static void layJobs() {
        Pages.registeredAdapter();
        FakePlatform.answer("GET /api/datasets", 200, "[" + FakePlatform.file("dataset.json") + "]");
        FakePlatform.answer("GET /api/datasets/versions", 200, "[" + Pages.version("state", "approved") + "]");
        FakePlatform.answer("GET /api/models", 200, """
                {"baseModels":[{"id":"model-1","name":"stories15M","digest":"sha256:c0ffee","architecture":"LlamaForCausalLM","parameters":15191712,"licence":"MIT",
                 "source":"local","directory":"/models/x","files":[],"registeredAt":"2026-11-22T10:00:00Z","registeredBy":"ada"}],"adapters":[]}""");
        FakePlatform.answer("GET /api/tuning-jobs", 200, "[" + job("running") + "," + finished() + "]");
        FakePlatform.answer("GET /api/tuning-jobs/ftjob-1", 200, job("running"));
        FakePlatform.answer("GET /api/tuning-jobs/ftjob-2", 200, finished());
        FakePlatform.answer(
                "GET /api/tuning-jobs/ftjob-1/events", 200, "text/event-stream", FakePlatform.file("job-events.txt"));
        FakePlatform.answer(
                "GET /api/tuning-jobs/ftjob-2/events",
                200,
                "text/event-stream",
                FakePlatform.file("job-events.txt").replace("\"running\"", "\"succeeded\""));
        FakePlatform.answerFile("POST /api/tuning-jobs/estimate", "estimate.json");
        FakePlatform.answer("POST /api/tuning-jobs", 201, job("queued"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void anEngineerAsksWhatAJobWouldNeedAndStartsIt() {
        Page page = open(Pages.ENGINEER, TUNING);
        page.getByText("New tuning job").click();
        page.getByLabel("Short name").fill("queues");
        page.getByLabel("Rank", new Page.GetByLabelOptions().setExact(true)).fill("8");
        page.getByLabel("Schedule").selectOption("linear");
        page.getByLabel("pack short rows together").check();
        page.getByLabel("Steps between evaluations").fill("20");
        page.getByLabel("Ranks of single layers").fill("down_proj: 32, q_proj=4");
        page.getByText("What would it need?").click();
        assertThat(page.locator("main")).containsText("It fits.");
        assertThat(page.locator("main")).containsText("548 MB");
        assertThat(page.locator("main")).containsText("13 min 33 s");

        page.getByText("Start the job").click();

        assertThat(page).hasURL(Pattern.compile(".*" + JOB + "\\?done=ordered"));
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST /api/tuning-jobs\n"))
                .singleElement()
                .asString()
                .contains("\"schedule\":\"linear\"", "\"packing\":true", "\"evaluateEverySteps\":20")
                .contains("\"ranks\":{\"down_proj\":32,\"q_proj\":4}")
                .contains("\"rank\":8", "\"purpose\":\"customer-service\"", "\"datasetVersion\":\"dsv-1\"");
    }

    @Test
    void theSameWorksWithoutScript() {
        window.close();
        window = Chromium.window(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));
        Page page = open(Pages.ENGINEER, TUNING + "/new");

        page.getByText("Start the job").click();

        assertThat(page.locator("h1")).containsText("Tuning job queues");
        assertThat(page.locator("main")).containsText("40 of 3,000");
    }

    @Test
    void aRefusedOrderKeepsWhatWasWritten() {
        FakePlatform.refuse("POST /api/tuning-jobs", 422, "unprocessable", "This training needs about 9000 MB.");
        Page page = open(Pages.ENGINEER, TUNING + "/new");
        page.getByLabel("Batch size").fill("512");

        page.getByText("Start the job").click();

        assertThat(page.locator("[role=alert]")).containsText("needs about 9000 MB");
        assertThat(page.getByLabel("Batch size")).hasValue("512");
    }

    @Test
    void theCurvesGrowWhileOneWatches() {
        Page page = open(Pages.ENGINEER, JOB);

        assertThat(page.locator(".chart canvas")).isVisible();
        assertThat(page.locator(".chart")).hasAttribute("data-points", "2");
        assertThat(page.locator("[data-live=loss]")).hasText("2.75");
        assertThat(page.locator("[data-live=events]")).containsText("a trainer has begun");
    }

    @Test
    void theOwnerCancels() {
        FakePlatform.answer("POST /api/tuning-jobs/ftjob-1/cancel", 200, job("running"));
        Page page = open(Pages.ENGINEER, JOB);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel the job"))
                .click();

        assertThat(page.locator("[role=status]").first()).containsText("is being cancelled");
        assertThat(FakePlatform.requests())
                .anyMatch(request -> request.startsWith("POST /api/tuning-jobs/ftjob-1/cancel"));
    }

    @Test
    void anApproverLooksOn() {
        Page page = open(Pages.APPROVER, JOB);

        assertThat(page.locator("h1")).containsText("Tuning job queues");
        assertThat(page.locator("main form")).hasCount(0);
    }

    @Test
    void twoJobsAreComparedSideBySide() {
        Page page = open(Pages.ENGINEER, TUNING);
        page.getByLabel("Compare queues").check();
        page.getByLabel("Compare wide").check();

        page.getByText("Compare the two that are marked").click();

        assertThat(page.locator("main")).containsText("88.5%");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Rank")))
                .containsText("differs");
        assertThat(page.locator(".chart canvas")).isVisible();
    }

    @Test
    void aJobOnTextsShowsPerplexityAndSaysWhyNoAnswerWasRight() {
        FakePlatform.answer(
                "GET /api/tuning-jobs/ftjob-2",
                200,
                finished()
                        .replace(
                                "\"baseExactMatch\":0.015,\"tunedExactMatch\":0.885",
                                "\"baseExactMatch\":null,\"tunedExactMatch\":null,\"measuredBy\":\"perplexity\",\"baseTextLoss\":3.4,"
                                        + "\"tunedTextLoss\":2.1,\"basePerplexity\":29.9641,\"tunedPerplexity\":8.1662,\"textTokens\":5200"));

        Page page = open(Pages.ENGINEER, TUNING + "/jobs/ftjob-2");

        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Perplexity of texts")))
                .containsText("8.17");
        assertThat(page.locator("main")).containsText("Nothing is asked in a text");
        assertThat(page.locator("main")).containsText("5,200 tokens");
        assertThat(page.locator("main")).not().containsText("Right answers");
    }

    private Page open(Person person, String path) {
        FakeLogin.admit(person);
        Page page = window.newPage();
        page.navigate(Browser.PORTAL.get().resolve(path).toString());
        return page;
    }

    private static String job(String state) {
        return FakePlatform.file("job.json")
                .replace("OWNER", Pages.ENGINEER.subject())
                .replace("\"state\":\"running\"", "\"state\":\"" + state + "\"");
    }

    private static String finished() {
        return job("succeeded")
                .replace("ftjob-1", "ftjob-2")
                .replace("\"suffix\":\"queues\"", "\"suffix\":\"wide\"")
                .replace("\"rank\":16", "\"rank\":64")
                .replace("\"finishedAt\":null", "\"finishedAt\":\"2026-11-22T11:20:00Z\"")
                .replace(
                        "\"adapterId\":null,\"adapterDigest\":null",
                        "\"adapterId\":\"adp-1\",\"adapterDigest\":\"sha256:1f\"")
                .replace("\"result\":null", """
                        "result":{"baseExactMatch":0.015,"tunedExactMatch":0.885,"heldOutRows":400,"finalLoss":0.12,"steps":3000,"tokens":2400000,"trainSeconds":790.0,
                         "tokensPerSecond":3038.0,"peakRssMb":561.0,"flops":5.7e13,"resumedAtStep":0,"codeVersion":"1","hardware":"cpu, 2 threads"}""");
    }
}
