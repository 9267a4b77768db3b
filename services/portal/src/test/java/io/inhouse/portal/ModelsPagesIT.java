package io.inhouse.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, adapters and base models, and two models asked side by side, in a real browser. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class ModelsPagesIT {
    private static final String MODELS = "/projects/demo/models";
    private static final String PLAYGROUND = "/projects/demo/playground";
    private static final String BASE = """
            {"id":"model-1","name":"stories15M","digest":"sha256:c0ffee0d6d1e4a7f9f2b8c0d6d1e4a7f9f2b8c0d6d1e4a7f9f2b8c0d6d1e4a7f",
             "architecture":"LlamaForCausalLM","parameters":15191712,"contextLength":256,"licence":"MIT","source":"a file","directory":"/models/x",
             "files":[{"name":"model.safetensors","size":60772936,"digest":"sha256:1"}],"registeredAt":"2026-11-22T10:00:00Z","registeredBy":"ada"}""";

    private BrowserContext window = Chromium.window();

    @BeforeEach
    void someModels() {
        FakePlatform.forget();
        layModels();
    }

    static void layModels() {
        Pages.registeredAdapter();
        Pages.sealedVersion();
        String newer = approved("adp-2", "Queues v2");
        FakePlatform.answer("GET /api/models/adapters/adp-1", 200, approved("adp-1", "Queues v1"));
        FakePlatform.answer(
                "GET /api/models",
                200,
                "{\"baseModels\":[" + BASE + "],\"adapters\":[" + newer + "," + approved("adp-1", "Queues v1") + "]}");
        FakePlatform.answer("GET /api/models/base/model-1", 200, BASE);
        FakePlatform.answer("GET /api/models/aliases", 200, alias("adp-2", "adp-1"));
        FakePlatform.answer("GET /v1/models", 200, """
                {"object":"list","data":[{"id":"stories15M","object":"model","created":1,"owned_by":"platform"},
                 {"id":"queues","object":"model","created":2,"owned_by":"demo"}]}""");
    }

    @AfterEach
    void close() {
        FakePlatform.release();
        window.close();
    }

    @Test
    void anApproverRollsANameBackInOneClick() {
        Page page = open(Pages.APPROVER, MODELS);
        FakePlatform.answer("POST /api/models/aliases/queues/roll-back", 200, aliasOnly("adp-1", "adp-2"));
        FakePlatform.answer("GET /api/models/aliases", 200, alias("adp-1", "adp-2"));

        page.getByText("Back to Queues v1").click();

        assertThat(page.locator("[role=status]").first()).containsText("queues is answered by Queues v1");
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("\"from\":\"adp-2\"");
    }

    @Test
    void aNameThatMovedMeanwhileIsNotRolledBack() {
        FakePlatform.refuse(
                "POST /api/models/aliases/queues/roll-back",
                409,
                "conflict",
                "The alias queues has been moved meanwhile.");
        Page page = open(Pages.APPROVER, MODELS);

        page.getByText("Back to Queues v1").click();

        assertThat(page.locator("[role=alert]")).containsText("has been moved meanwhile");
    }

    @Test
    void anEngineerLooksAtNamesButMovesNone() {
        Page page = open(Pages.ENGINEER, MODELS);

        assertThat(page.locator("main")).containsText("Queues v2");
        assertThat(page.locator("main form")).hasCount(0);
    }

    @Test
    void theWayAnAdapterCameCanBeWalked() {
        Page page = open(Pages.APPROVER, Pages.ADAPTER);

        assertThat(page.locator(".lineage a")).hasCount(3);
        assertThat(page.locator(".lineage a").first())
                .hasAttribute("href", Pattern.compile(MODELS + "/base/sha256:c0ffee.*"));
        assertThat(page.locator(".lineage a").nth(1)).hasAttribute("href", Pages.VERSION);
        assertThat(page.locator(".lineage a").nth(2)).hasAttribute("href", "/projects/demo/tuning/jobs/ftjob-1");
    }

    @Test
    void anApprovedAdapterGetsAnotherName() {
        FakePlatform.answer("POST /api/models/adapters/adp-1/approve", 200, approved("adp-1", "Queues v1"));
        Page page = open(Pages.APPROVER, Pages.ADAPTER);
        page.locator("#alias").fill("queues-old");
        page.locator("textarea").fill("For the archive.");

        page.getByText("Move the name here").click();

        assertThat(page.locator("h1")).containsText("Queues v1");
        assertThat(FakePlatform.requests())
                .anyMatch(request -> request.startsWith("POST") && request.contains("\"alias\":\"queues-old\""));
    }

    @Test
    void bothAnswersComeAsStreamsWithTheirReceipts() {
        FakePlatform.answerWith("POST /v1/chat/completions", "x-receipt", "evt-77", "text/event-stream", """
                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"card "}}]}

                <hold>data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"arrival"}}]}

                data: [DONE]

                """);
        FakePlatform.hold();
        Page page = open(Pages.ENGINEER, PLAYGROUND);
        page.getByLabel("What do you ask?").fill("Where is my card?");

        page.getByText("Ask both").click();

        // The model has not said the rest yet.
        assertThat(page.locator("#answers .text")).hasText(new String[] {"card", "card"});
        FakePlatform.release();
        assertThat(page.locator("#answers h2")).hasText(new String[] {"stories15M", "queues"});
        assertThat(page.locator("#answers .text")).hasText(new String[] {"card arrival", "card arrival"});
        assertThat(page.locator("#answers code")).hasText(new String[] {"evt-77", "evt-77"});
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .hasSize(2)
                .allMatch(request -> request.contains("\"stream\":true") && request.contains("Where is my card?"));
    }

    @Test
    void theSameWithoutScriptAndARefusalSaysWhy() {
        window.close();
        window = Chromium.window(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));
        FakePlatform.answer(
                "POST /v1/chat/completions",
                403,
                "application/json",
                "{\"error\":{\"message\":\"This call has another purpose.\",\"type\":\"x\",\"param\":null,\"code\":null}}");
        Page page = open(Pages.ENGINEER, PLAYGROUND);
        page.getByLabel("What do you ask?").fill("Where is my card?");

        page.getByText("Ask both").click();

        assertThat(page.locator("#answers .gone").first()).hasText("This call has another purpose.");
        assertThat(page.getByLabel("What do you ask?")).hasValue("Where is my card?");
    }

    private Page open(Person person, String path) {
        FakeLogin.admit(person);
        Page page = window.newPage();
        page.navigate(Browser.PORTAL.get().resolve(path).toString());
        return page;
    }

    private static String approved(String id, String suffix) {
        return FakePlatform.file("adapter.json")
                .replace("\"adp-1\"", "\"" + id + "\"")
                .replace("Queues v1", suffix)
                .replace("\"registered\"", "\"approved\"");
    }

    private static String alias(String adapter, String previous) {
        return "[" + aliasOnly(adapter, previous) + "]";
    }

    private static String aliasOnly(String adapter, String previous) {
        return """
                {"name":"queues","project":"demo","adapter":"%s","adapterDigest":"sha256:1","baseModel":"sha256:2","since":"2026-11-22T12:00:00Z",
                 "previous":"%s"}""".formatted(adapter, previous);
    }
}
