package io.inhouse.local.demo;

import io.inhouse.ledger.VerifierKey;
import io.inhouse.local.people.Session;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The officer's part: export the bundle, check it with nothing but the log's key, and see that a forged copy fails. */
final class Evidence {
    private final Session officer;
    private final Path work;
    private final String logKey;
    private final Screen screen;

    /** What the bundle holds and what the verifier says of it. */
    record Result(Path bundle, long entries, boolean verified) {}

    Evidence(Session officer, Path work, String logKey, Screen screen) {
        this.officer = officer;
        this.work = work;
        this.logKey = logKey;
        this.screen = screen;
    }

    Result collect() throws IOException, InterruptedException {
        Path bundle = work.resolve("audit-bundle.zip");
        officer.download(
                "/api/audit/bundles", Map.of("reason", "demonstration of the platform", "openContents", true), bundle);
        screen.done("bundle exported, " + Screen.size(Files.size(bundle)) + ": " + bundle);

        VerifierKey key = VerifierKey.parse(logKey);
        Report report = BundleVerifier.verify(bundle, key, null);
        if (report.verdict() != Verdict.VERIFIED) {
            throw new IOException("the exported bundle does not verify: " + report.text());
        }
        screen.done("verified offline, against the log's key " + key.label());
        show(report.facts());

        ForgedCopy forged = ForgedCopy.of(bundle, work.resolve("forged-bundle.zip"));
        Report verdict = BundleVerifier.verify(forged.file(), key, null);
        String name = "entry " + forged.index();
        boolean caught = verdict.verdict() == Verdict.NOT_VERIFIED
                && verdict.problems().stream().anyMatch(problem -> problem.contains(name));
        if (!caught) {
            throw new IOException(
                    "a forged copy of the bundle was not caught, or its entry not named: " + verdict.text());
        }
        screen.refused("a copy with " + name + " edited and every hash recomputed fails:");
        show(verdict.problems().stream()
                .filter(problem -> problem.contains(name))
                .limit(2)
                .toList());
        return new Result(bundle, forged.entries(), true);
    }

    private void show(List<String> lines) {
        lines.forEach(screen::note);
    }
}
