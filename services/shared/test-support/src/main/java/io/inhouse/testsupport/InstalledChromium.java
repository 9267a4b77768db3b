package io.inhouse.testsupport;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Chromium, found on this machine: {@code INHOUSE_CHROMIUM}, or the first of chromium, chromium-browser,
 * google-chrome on the path. It is started once and ends with this JVM. Who uses it names Playwright as a dependency, which is
 * optional here.
 */
public final class InstalledChromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Nothing is wrong yet if a machine with other work needs this long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static @Nullable Browser browser;

    private InstalledChromium() {}

    /** A window of its own, with cookies of its own; in British English unless the options say otherwise. */
    public static BrowserContext window(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        BrowserContext window = browser().newContext(options);
        window.setDefaultTimeout(PATIENCE.toMillis());
        return window;
    }

    private static synchronized Browser browser() {
        if (browser == null) {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setHeadless(true)
                            .setArgs(FLAGS));
        }
        return browser;
    }

    private static Path executable() {
        String named = System.getenv("INHOUSE_CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "These tests need Chromium or Chrome. Install it (Debian, Ubuntu: apt-get install chromium)"
                                + " or name it in the environment variable INHOUSE_CHROMIUM."));
    }
}
