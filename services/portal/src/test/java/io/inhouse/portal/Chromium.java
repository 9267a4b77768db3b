package io.inhouse.portal;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.inhouse.testsupport.InstalledChromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The real Chromium in the ways in which pages are looked at. */
final class Chromium {
    private Chromium() {}

    /** A window of its own, with cookies of its own, in British English. */
    static BrowserContext window() {
        return window(new Browser.NewContextOptions());
    }

    static BrowserContext window(Browser.NewContextOptions options) {
        return InstalledChromium.window(options);
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setViewportSize(360, 740);
    }

    static Browser.NewContextOptions dark() {
        return new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK);
    }

    /** What breaks WCAG 2.2 A or AA on this page, in axe's words; empty if nothing. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        page.evaluate(axe());
        return (List<String>) page.evaluate("""
                async () => {
                  const report = await axe.run(document, {resultTypes: ['violations'],
                    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}});
                  return report.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html + ': ' + n.failureSummary));
                }
                """);
    }

    /** Whether the page is wider than its window, so that one has to scroll sideways to read it. */
    static boolean overflows(Page page) {
        return (Boolean)
                page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    private static String axe() {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
