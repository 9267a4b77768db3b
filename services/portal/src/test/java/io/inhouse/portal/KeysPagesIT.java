package io.inhouse.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engineer's way with keys, and an administrator's, in a real browser without script. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class KeysPagesIT {
    private static final String KEYS = "/projects/demo/keys";
    private static final String KEY = KEYS + "/of/key-1";
    private static final String SECRET = "sk-key-1.AbCdEfGhIjKlMnOp";
    private static final Person ADMINISTRATOR = Person.named("ada").realm("platform-admin");

    /** Milliseconds; on a busy machine a page takes its time. */
    private static final double PATIENCE = 60_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    private BrowserContext window = Chromium.window(new NewContextOptions().setJavaScriptEnabled(false));

    @BeforeEach
    void someKeys() {
        FakePlatform.forget();
        Pages.registeredAdapter();
        FakePlatform.answer(
                "GET /api/models",
                200,
                "{\"baseModels\":[],\"adapters\":["
                        + FakePlatform.file("adapter.json").replace("\"registered\"", "\"approved\"") + "]}");
        FakePlatform.answer("GET /v1/models", 200, """
                {"object":"list","data":[{"id":"stories15M","object":"model","created":1,"owned_by":"platform"},
                 {"id":"queues","object":"model","created":2,"owned_by":"demo"}]}""");
        layKeys();
    }

    static void layKeys() {
        FakePlatform.answer("GET /api/keys", 200, "[" + key("active", "[\"queues\",\"retired\"]") + "]");
        FakePlatform.answer("GET /api/keys/key-1", 200, key("active", "[\"queues\",\"retired\"]"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void aKeyIsMadeForSomeModelsAndItsSecretShownOnce() {
        FakePlatform.answer("POST /api/keys", 201, issued("\"" + SECRET + "\""));
        Page page = open(Pages.ENGINEER, KEYS);
        page.getByText("New key").click();
        page.getByLabel("Name").fill("Front desk");
        page.getByLabel("Purpose").fill("customer-service");
        page.getByLabel("Only these:").check();
        page.getByLabel("queues").check();

        Response answer =
                page.waitForNavigation(() -> page.getByText("Make the key").click());

        assertThat(page.getByLabel("API key")).hasValue(SECRET);
        assertThat(page.locator("main")).containsText("kept nowhere and cannot be shown again");
        assertThat(answer.headerValue("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.url()).doesNotContain("sk-");
        assertThat(posted())
                .contains("\"name\":\"Front desk\"", "\"models\":[\"queues\"]", "\"expiresAfter\":\"P1Y\"")
                .contains("\ndemo\n");
    }

    @Test
    void theSameFormSentAgainSaysThatTheSecretWasShown() {
        FakePlatform.answer("POST /api/keys", 200, issued("null"));
        Page page = open(Pages.ENGINEER, KEYS + "/new");
        page.getByLabel("Name").fill("Front desk");
        page.getByLabel("Purpose").fill("customer-service");

        page.getByText("Make the key").click();

        assertThat(page.locator("main")).containsText("its secret was shown then");
        assertThat(page.locator("main a.button").first()).hasAttribute("href", KEY + "/rotate");
    }

    @Test
    void aRefusedOrderKeepsWhatWasFilledIn() {
        FakePlatform.refuse("POST /api/keys", 403, "purpose_not_covered", "No adapter was tuned for marketing.");
        Page page = open(Pages.ENGINEER, KEYS + "/new");
        page.getByLabel("Name").fill("Front desk");
        page.getByLabel("Purpose").fill("marketing");

        page.getByText("Make the key").click();

        assertThat(page.locator("[role=alert]")).containsText("No adapter was tuned for marketing.");
        assertThat(page.getByLabel("Name")).hasValue("Front desk");
    }

    @Test
    void untickingTheLastModelDoesNotMeanAll() {
        Page page = open(Pages.ENGINEER, KEY);
        page.getByLabel("queues").uncheck();
        page.getByLabel("retired").uncheck();

        page.getByText("Save").click();

        assertThat(page.locator("[role=alert]")).containsText("Tick at least one model");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("PATCH"));
    }

    @Test
    void aKeyIsRestricted() {
        FakePlatform.answer("PATCH /api/keys/key-1", 200, key("active", "[\"queues\"]"));
        Page page = open(Pages.ENGINEER, KEY);
        page.getByLabel("retired").uncheck();

        page.getByText("Save").click();

        assertThat(page.locator("[role=status]").first()).containsText("It takes effect within 30 seconds");
        assertThat(FakePlatform.requests())
                .filteredOn(request -> request.startsWith("PATCH"))
                .singleElement()
                .asString()
                .contains("\"models\":[\"queues\"]", "\"purpose\":\"customer-service\"");
    }

    @ParameterizedTest
    @CsvSource({"active,Disable,disable", "disabled,Enable,enable"})
    void aKeyIsDisabledAndEnabledAfterAQuestion(String state, String button, String action) {
        FakePlatform.answer("GET /api/keys/key-1", 200, key(state, "[]"));
        FakePlatform.answer("POST /api/keys/key-1/" + action, 200, key("active", "[]"));
        Page page = open(Pages.ENGINEER, KEY);

        page.locator("main a.button").getByText(button).click();
        assertThat(page.locator("h1")).containsText(button + " the key Front desk?");
        assertThat(FakePlatform.requests()).noneMatch(request -> request.startsWith("POST"));
        page.locator("main button").click();

        assertThat(page.locator("[role=status]").first()).isVisible();
        assertThat(posted()).startsWith("POST /api/keys/key-1/" + action);
    }

    @Test
    void aNewSecretIsShownOnce() {
        FakePlatform.answer("POST /api/keys/key-1/rotate", 200, issued("\"" + SECRET + "\""));
        Page page = open(Pages.ENGINEER, KEY);

        page.getByText("New secret").click();
        page.locator("main button").click();

        assertThat(page.getByLabel("API key")).hasValue(SECRET);
    }

    @Test
    void anAdministratorSeesAllAndDisables() {
        FakePlatform.answer("POST /api/keys/key-1/disable", 200, key("disabled", "[]"));
        Page page = open(ADMINISTRATOR, "/");
        page.locator("nav").getByText("All keys").click();

        page.locator("main a.button").click();
        page.locator("main button").click();

        assertThat(page.locator("[role=status]").first()).containsText("Disabled");
        assertThat(posted()).startsWith("POST /api/keys/key-1/disable\nplatform\n");
    }

    @Test
    void whoMayNotManageKeysFindsNoWayToThem() {
        assertThat(open(Pages.STEWARD, "/projects/demo").locator("nav")).not().containsText("Keys");
        assertThat(open(Pages.STEWARD, KEYS).locator("h1")).hasText("This page is not for you");
        assertThat(open(Pages.ENGINEER, "/keys").locator("h1")).hasText("This page is not for you");
    }

    @Test
    void thePageWithTheSecretIsAccessibleAndFitsAPhone() {
        FakePlatform.answer("POST /api/keys/key-1/rotate", 200, issued("\"" + SECRET + "\""));
        window.close();
        window = Chromium.window(Chromium.dark().setViewportSize(360, 740));
        Page page = open(Pages.ENGINEER, KEY + "/rotate");

        page.locator("main button").click();

        assertThat(page.getByLabel("API key")).hasValue(SECRET);
        assertThat(Chromium.violations(page)).isEmpty();
        assertThat(Chromium.overflows(page)).isFalse();
    }

    private Page open(Person person, String path) {
        FakeLogin.admit(person);
        window.clearCookies();
        window.setDefaultTimeout(PATIENCE);
        Page page = window.newPage();
        page.navigate(Browser.PORTAL.get().resolve(path).toString());
        return page;
    }

    /** The one request that changed something. */
    private static String posted() {
        return FakePlatform.requests().stream()
                .filter(request -> request.startsWith("POST"))
                .reduce((first, second) -> {
                    throw new AssertionError("more than one: " + second);
                })
                .orElseThrow();
    }

    private static String issued(String secret) {
        return "{\"key\":" + key("active", "[\"queues\"]") + ",\"secret\":" + secret + "}";
    }

    private static String key(String state, String models) {
        return """
                {"id":"key-1","project":"demo","name":"Front desk","purpose":"customer-service","models":%s,"state":"%s",
                 "createdAt":"2026-11-22T10:00:00Z","createdBy":"erik","expiresAt":"2027-11-22T10:00:00Z","lastUsedAt":null}""".formatted(models, state).replace("\n", "");
    }
}
