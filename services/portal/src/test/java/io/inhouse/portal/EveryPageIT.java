package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.inhouse.testsupport.Endpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds on every page, for everybody, in a real browser: which pages there are is read from the annotations. */
@QuarkusTest
@WithTestResource(FakeLogin.class)
@WithTestResource(FakePlatform.class)
class EveryPageIT {
    private static final String REFUSED = "This page is not for you";

    private final List<String> faults = new ArrayList<>();
    private BrowserContext window = Chromium.window();

    @BeforeEach
    void aProjectAtWork() {
        Sights.lay();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void everyAddressThatShowsAPageIsVisitedHere() {
        List<String> pages = Endpoint.ofThisModule().stream()
                .filter(endpoint -> endpoint.method().equals("GET"))
                .map(Endpoint::template)
                .filter(template -> !Sights.WITHOUT_A_PAGE.contains(template))
                .toList();
        assertThat(pages).containsExactlyInAnyOrderElementsOf(Sights.ALL.keySet());
    }

    @Test
    void noPageBreaksTheAccessibilityGuidelinesOrIsWiderThanAPhone() {
        for (Map.Entry<Person, List<String>> tour : tours().entrySet()) {
            anotherWindow(new com.microsoft.playwright.Browser.NewContextOptions());
            Page light = signedIn(tour.getKey());
            tour.getValue().forEach(path -> lookAt(light, path));
            anotherWindow(Chromium.dark().setViewportSize(360, 740));
            Page dark = signedIn(tour.getKey());
            tour.getValue().forEach(path -> lookAt(dark, path));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyPageSaysTheSameWithoutScript() {
        for (Map.Entry<Person, List<String>> tour : tours().entrySet()) {
            anotherWindow(new com.microsoft.playwright.Browser.NewContextOptions());
            Map<String, List<String>> with = headings(signedIn(tour.getKey()), tour.getValue());
            anotherWindow(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));
            Map<String, List<String>> without = headings(signedIn(tour.getKey()), tour.getValue());

            assertThat(without).isEqualTo(with);
        }
    }

    /** Pages by roles: whoever has none of a page's roles is told so, and nothing on their own pages leads there. */
    @Test
    void eachPageIsRefusedToEveryOtherRoleAndNothingLeadsThere() {
        int refusals = 0;
        for (Map.Entry<String, Person> visitor : Sights.PEOPLE.entrySet()) {
            anotherWindow(new com.microsoft.playwright.Browser.NewContextOptions());
            Page page = signedIn(visitor.getValue());
            for (Map.Entry<String, String> sight : Sights.ALL.entrySet()) {
                Endpoint endpoint = endpoint("GET", sight.getKey());
                boolean allowed = allows(endpoint, visitor.getKey());
                int status = open(page, sight.getValue());
                boolean refused = status == 403
                        && REFUSED.equals(page.locator("h1").innerText().strip());
                if (allowed == refused) {
                    faults.add(
                            endpoint + (refused ? " refused to " : " opened for ") + visitor.getKey() + ": " + status);
                }
                refusals += refused ? 1 : 0;
                leadsSomewhere(page, sight.getValue(), visitor.getKey());
            }
        }
        assertThat(faults).isEmpty();
        assertThat(refusals).isGreaterThan(50);
    }

    private void lookAt(Page page, String path) {
        open(page, path);
        Chromium.violations(page).forEach(violation -> faults.add(path + ": " + violation));
        if (Chromium.overflows(page)) {
            faults.add(path + " is wider than " + page.viewportSize().width);
        }
    }

    private Map<String, List<String>> headings(Page page, List<String> paths) {
        Map<String, List<String>> headings = new LinkedHashMap<>();
        for (String path : paths) {
            open(page, path);
            headings.put(
                    path, page.locator("main h1, main section:not([hidden]) h2").allTextContents());
        }
        return headings;
    }

    /** Every link, form and button goes to an address that opens for this role. */
    @SuppressWarnings("unchecked")
    private void leadsSomewhere(Page page, String from, String role) {
        List<String> ways = (List<String>) page.evaluate("""
                () => [...document.querySelectorAll('a[href]:not([href^="#"]), form[action], [formaction]')].map(way =>
                    (way.tagName === 'A' ? 'GET' : (way.form ?? way).method.toUpperCase()) + ' '
                        + new URL(way.getAttribute('href') ?? way.getAttribute('formaction') ?? way.getAttribute('action'), location).pathname)
                """);
        for (String way : Set.copyOf(ways)) {
            String[] parts = way.split(" ", 2);
            if (parts[1].equals("/logout") || parts[1].startsWith("/assets/")) {
                continue;
            }
            // Of /datasets/new and /datasets/{dataset} the one with fewer parameters answers.
            Optional<Endpoint> target = Endpoint.ofThisModule().stream()
                    .filter(endpoint -> endpoint.method().equals(parts[0]) && matches(endpoint.template(), parts[1]))
                    .min(Comparator.comparingLong(endpoint ->
                            endpoint.template().chars().filter(c -> c == '{').count()));
            if (target.filter(endpoint -> allows(endpoint, role)).isEmpty()) {
                faults.add(from + " leads " + role + " to " + way);
            }
        }
    }

    private static boolean matches(String template, String path) {
        return path.matches(template.replaceAll("\\{[^}]*}", "[^/]+"));
    }

    private static Endpoint endpoint(String method, String template) {
        return Endpoint.ofThisModule().stream()
                .filter(endpoint ->
                        endpoint.method().equals(method) && endpoint.template().equals(template))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + method + " " + template));
    }

    private static boolean allows(Endpoint endpoint, String role) {
        return switch (endpoint.access()) {
            case EVERYBODY, AUTHENTICATED -> true;
            case ROLES -> endpoint.roles().contains(role);
            case NOBODY -> false;
        };
    }

    /** Who visits which pages, so that each page is seen by somebody whom it is for, with as few sign-ins as may be. */
    private static Map<Person, List<String>> tours() {
        Map<Person, List<String>> tours = new LinkedHashMap<>();
        Sights.ALL.forEach((template, path) -> {
            String role = Sights.PEOPLE.keySet().stream()
                    .filter(candidate -> allows(endpoint("GET", template), candidate))
                    .findFirst()
                    .orElseThrow();
            tours.computeIfAbsent(Sights.person(role), person -> new ArrayList<>())
                    .add(path);
        });
        return tours;
    }

    private void anotherWindow(com.microsoft.playwright.Browser.NewContextOptions options) {
        window.close();
        window = Chromium.window(options);
    }

    private Page signedIn(Person person) {
        FakeLogin.admit(person);
        return window.newPage();
    }

    private static int open(Page page, String path) {
        Response answer = page.navigate(Browser.PORTAL.get().resolve(path).toString());
        return answer == null ? 0 : answer.status();
    }
}
