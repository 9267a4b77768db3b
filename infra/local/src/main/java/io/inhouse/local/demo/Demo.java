package io.inhouse.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.home.Logins;
import io.inhouse.local.people.Cast;
import io.inhouse.local.people.Session;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.wiring.Clocks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform's main job, from a base model to a verified record. Every step goes through the public APIs, as the person
 * whose work it is. What an earlier run left (base model, approved dataset) is used again.
 */
public final class Demo {
    private static final String PURPOSE = "customer-service";
    private static final int QUESTIONS_ASKED = 20;
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(30);

    private final Platform platform;
    private final DemoOptions options;
    private final StartingModel model;
    private final Path work;
    private final Clock clock;
    private final Instant start;
    private final Screen screen;
    private final Session sara;
    private final Session amir;
    private final Session erik;
    private final Session olga;
    private final Session ada;

    private Demo(Platform platform, DemoOptions options, Clock clock, HttpClient http) throws IOException {
        this.platform = platform;
        this.options = options;
        this.model = StartingModel.of(options.base());
        this.clock = clock;
        this.work = platform.home().resolve("demo");
        this.start = clock.instant().minusNanos(System.nanoTime() - options.begunNanos());
        this.screen = new Screen(platform.terminal().out(), platform.terminal().isInteractive(), clock, start);
        Cast cast = new Cast(platform, http, LONGEST_ANSWER);
        sara = cast.person("sara");
        amir = cast.person("amir");
        erik = cast.person("erik");
        olga = cast.person("olga");
        ada = cast.person("ada");
    }

    /** @throws IOException if a step did not go as it must, saying which */
    public static void run(Platform platform, DemoOptions options) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Demo demo = new Demo(platform, options, Clocks.ofThisMachine(), http);
            DemoReport report = demo.run();
            Path json = options.json();
            if (json != null) {
                report.write(json);
            }
            demo.farewell(report);
        }
    }

    private void farewell(DemoReport report) {
        screen.table(report.table());
        screen.line("");
        if (options.exit()) {
            return;
        }
        screen.line("   The platform goes on running.   stop it: ./inhouse down   look at it: ./inhouse status");
        screen.line("   portal          " + platform.origin());
        screen.line("   for an OpenAI SDK   base URL " + platform.origin() + "/v1   key " + platform.apiKey());
        for (Logins.Login login : platform.logins().people()) {
            screen.line(String.format(
                    Locale.ROOT, "   %-6s %-20s password %s", login.username(), login.role(), login.password()));
        }
        screen.line(
                "   check the bundle again: ./inhouse verify " + report.bundle() + " --key " + platform.logVkeyFile());
    }

    private DemoReport run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path data = options.data();
        Path builtIn = platform.repository().resolve("infra/demo");
        Questions questions = Questions.in(data == null ? builtIn : data);
        String system = model.system();
        if (system != null) {
            questions = questions.asConversations(data == null ? system : null, work.resolve("conversations"));
        }

        screen.chapter(1, "A base model", "ada, administrator");
        JsonNode base = baseModel();

        screen.chapter(2, "A dataset", "sara, data steward");
        JsonNode version = dataset(questions, data == null ? builtIn.resolve("names.txt") : null);

        screen.chapter(3, "An adapter", "erik, ML engineer");
        Job job = tune(base, version);

        screen.chapter(4, "An answer", "an internal application");
        List<Duration> latencies = ask(base.path("name").asText(), questions);

        screen.chapter(5, "The record", "olga, compliance officer");
        String logKey = Files.readString(platform.logVkeyFile()).strip();
        Evidence.Result evidence = new Evidence(olga, work, logKey, screen).collect();

        Duration total = Duration.between(start, clock.instant());
        return new DemoReport(
                job.baseExactMatch(),
                job.tunedExactMatch(),
                job.tokensPerSecond(),
                job.peakRssMb(),
                median(latencies).toNanos() / 1e6,
                evidence.entries(),
                evidence.bundle(),
                evidence.verified(),
                logKey,
                job.adapterDigest(),
                job.adapterDirectory(),
                job.untilTraining().toMillis() / 1e3,
                total.toMillis() / 1e3);
    }

    // ---------------------------------------------------------------- 1

    private JsonNode baseModel() throws IOException, InterruptedException {
        JsonNode known = model.isBuiltIn() ? existingBase(model.name()) : null;
        if (known != null) {
            screen.done(describe(known) + " (already there)");
            return known;
        }
        Path files = model.fetch().files(ForeignSoftware.defaultCache().resolve("models"), screen);
        screen.live("importing", true);
        JsonNode base = ada.post(
                "/api/models/base",
                Map.of(
                        "name",
                        model.name(),
                        "directory",
                        files.toString(),
                        "licence",
                        model.licence(),
                        "source",
                        model.source()));
        screen.done(describe(base));
        return base;
    }

    private @Nullable JsonNode existingBase(String name) throws IOException, InterruptedException {
        try {
            return ada.get("/api/models/base/" + name);
        } catch (Session.Refused e) {
            if (e.status == 404) {
                return null;
            }
            throw e;
        }
    }

    private static String describe(JsonNode base) {
        return String.format(
                Locale.ROOT,
                "%s: %s, %.1f million parameters, licence %s, %s",
                base.path("name").asText(),
                base.path("architecture").asText(),
                base.path("parameters").asLong() / 1e6,
                base.path("licence").asText(),
                shortened(base.path("digest").asText()));
    }

    // ---------------------------------------------------------------- 2

    private JsonNode dataset(Questions questions, @Nullable Path namesFile) throws IOException, InterruptedException {
        String name = "front desk messages " + fingerprint(questions);
        for (JsonNode known : sara.get("/api/datasets")) {
            if (known.path("name").asText().equals(name)) {
                for (JsonNode version :
                        sara.get("/api/datasets/" + known.path("id").asText() + "/versions")) {
                    if (version.path("state").asText().equals("approved")) {
                        screen.done(
                                "version " + shortened(version.path("digest").asText()) + " is approved already");
                        return version;
                    }
                }
            }
        }
        if (namesFile != null) {
            List<String> names = Files.readAllLines(namesFile).stream()
                    .filter(n -> !n.isBlank())
                    .toList();
            sara.put("/api/datasets/names", Map.of("names", names));
        }
        JsonNode dataset = sara.post(
                "/api/datasets",
                Map.of(
                        "name", name,
                        "description", "Messages to the front desk and the queue that answers them",
                        "purposes", List.of(PURPOSE),
                        "legalBasis", "GDPR Art. 6(1)(e)",
                        "licence", "Apache-2.0",
                        "retention", "P400D"));
        String path = "/api/datasets/" + dataset.path("id").asText() + "/versions";
        JsonNode draft = sara.post(path, Map.of("seed", 1));
        path = path + "/" + draft.path("id").asText();
        JsonNode train = sara.upload(path + "/rows?split=train", questions.train(), "application/jsonl");
        JsonNode test = sara.upload(path + "/rows?split=test", questions.test(), "application/jsonl");
        screen.done(String.format(
                Locale.ROOT,
                "%,d rows to train on, %,d held out",
                train.path("trainRows").asLong(),
                test.path("testRows").asLong()));
        if (!train.path("findings").isEmpty()) {
            List<String> found = new ArrayList<>();
            train.path("findings")
                    .properties()
                    .forEach(e -> found.add(e.getValue().asLong() + " "
                            + e.getKey().toLowerCase(Locale.ROOT).replace('_', ' ')));
            screen.done("personal data found and masked: " + String.join(", ", found));
        }
        setAside(path);
        JsonNode sealed;
        try {
            sealed = sara.post(path + "/seal", Map.of());
        } catch (Session.Refused e) {
            Path fewer = HeldOutRows.withoutThoseNamedBy(e, questions.test());
            if (fewer == null) {
                throw e;
            }
            screen.refused("not sealed: " + e.detail);
            screen.note("a new version leaves these held-out rows out");
            return dataset(questions.heldOutFrom(fewer), namesFile);
        }
        screen.done("sealed as " + shortened(sealed.path("digest").asText()));
        expectRefusal(
                sara,
                path + "/approve",
                Map.of("comment", "it is mine, it is fine"),
                "sara wants to approve her own dataset");
        JsonNode approved =
                amir.post(path + "/approve", Map.of("comment", "checked a sample, purpose and retention are right"));
        screen.done("amir, a second person, approves it");
        return approved;
    }

    private void setAside(String path) throws IOException, InterruptedException {
        JsonNode rows = sara.get(path + "/set-aside");
        if (rows.isEmpty()) {
            return;
        }
        screen.done(rows.size() + " broken rows set aside:");
        int shown = 0;
        for (JsonNode row : rows) {
            if (shown++ == 4) {
                screen.note("… and " + (rows.size() - 4) + " more");
                break;
            }
            screen.note("line " + row.path("line").asLong() + ": "
                    + row.path("reason").asText());
        }
    }

    // ---------------------------------------------------------------- 3

    private Job tune(JsonNode base, JsonNode version) throws IOException, InterruptedException {
        return new Tuning(erik, amir, work, screen, clock, start)
                .run(base.path("name").asText(), version.path("id").asText(), PURPOSE, model);
    }

    // ---------------------------------------------------------------- 4

    private List<Duration> ask(String base, Questions questions) throws IOException, InterruptedException {
        List<Duration> latencies = new ArrayList<>();
        try (Application application = new Application(platform.origin(), platform.apiKey(), questions.system())) {
            application.await(model.alias());
            int right = 0;
            int asked = Math.min(QUESTIONS_ASKED, questions.heldOut().size());
            for (int i = 0; i < asked; i++) {
                Questions.Question question = questions.heldOut().get(i);
                Application.Answer answer = application.ask(model.alias(), question.prompt());
                latencies.add(answer.latency());
                right += answer.text().strip().equals(question.answer().strip()) ? 1 : 0;
                if (i < 3) {
                    screen.note("“" + question.prompt().lines().findFirst().orElse("") + "”");
                    screen.note(
                            "   " + model.alias() + ": " + answer.text().strip() + "    receipt " + answer.receipt());
                    if (i == 0) {
                        String untuned = application
                                .ask(base, question.prompt())
                                .text()
                                .strip()
                                .replaceAll("\\s+", " ");
                        screen.note("   " + base + ": "
                                + (untuned.length() > 60 ? untuned.substring(0, 60) + "…" : untuned));
                    }
                }
            }
            screen.done("the tuned model is right on " + right + " of the first " + asked + " held-out messages");
        }
        return latencies;
    }

    // ----------------------------------------------------------------

    /** Does what must be refused, and shows the refusal. */
    private void expectRefusal(Session who, String path, Object body, String what)
            throws IOException, InterruptedException {
        try {
            who.post(path, body);
        } catch (Session.Refused e) {
            if (e.status == 403) {
                screen.refused(what + ": " + e.detail);
                return;
            }
            throw e;
        }
        throw new IOException(what + ", and the platform let it happen");
    }

    static Duration median(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }

    static String shortened(String digest) {
        return digest.length() > 19 ? digest.substring(0, 19) + "…" : digest;
    }

    private static String fingerprint(Questions questions) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(questions.train()));
            digest.update(Files.readAllBytes(questions.test()));
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a finished tuning job brought. */
    record Job(
            double baseExactMatch,
            double tunedExactMatch,
            double tokensPerSecond,
            double peakRssMb,
            String adapterDigest,
            Path adapterDirectory,
            Duration untilTraining) {}
}
