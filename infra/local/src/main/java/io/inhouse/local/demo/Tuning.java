package io.inhouse.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.people.EventStream;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From an approved dataset version to an approved adapter, with the line that people watch. */
final class Tuning {
    private static final String TRAINING = "training";

    /** Seconds for which the tuning server may be away. */
    private static final int PATIENCE = 180;

    private final Session engineer;
    private final Session approver;
    private final Path work;
    private final Screen screen;
    private final Clock clock;
    private final Instant start;

    Tuning(Session engineer, Session approver, Path work, Screen screen, Clock clock, Instant start) {
        this.engineer = engineer;
        this.approver = approver;
        this.work = work;
        this.screen = screen;
        this.clock = clock;
        this.start = start;
    }

    Demo.Job run(String base, String version, String purpose, StartingModel model)
            throws IOException, InterruptedException {
        String alias = model.alias();
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("baseModel", base);
        order.put("datasetVersion", version);
        order.put("purpose", purpose);
        order.put("suffix", alias);
        order.put("recipe", model.recipe());
        JsonNode job = engineer.post("/api/tuning-jobs", order);
        String id = job.path("id").asText();
        screen.done("job " + id + " is queued: " + model.about());
        Duration untilTraining = watch(id);
        JsonNode finished = engineer.get("/api/tuning-jobs/" + id);
        if (!finished.path("state").asText().equals("succeeded")) {
            throw new IOException("the tuning job ended as "
                    + finished.path("state").asText() + ": "
                    + finished.path("failure").asText(finished.path("error").asText()));
        }
        JsonNode result = finished.path("result");
        screen.done(String.format(
                Locale.ROOT,
                "trained: %,.0f tokens/s, loss %.3f, trainer's peak memory %,.0f MB",
                result.path("tokensPerSecond").asDouble(),
                result.path("finalLoss").asDouble(),
                result.path("peakRssMb").asDouble()));
        screen.done(String.format(
                Locale.ROOT,
                "held-out rows exactly right: base %.1f %%, tuned %.1f %%",
                100 * result.path("baseExactMatch").asDouble(),
                100 * result.path("tunedExactMatch").asDouble()));
        String adapter = finished.path("adapterId").asText();
        String digest = finished.path("adapterDigest").asText();
        Path directory = fetch(adapter, digest);
        screen.done("adapter " + Demo.shortened(digest) + " is registered, in PEFT's format, with its lineage");
        approve(adapter, alias);
        return new Demo.Job(
                result.path("baseExactMatch").asDouble(),
                result.path("tunedExactMatch").asDouble(),
                result.path("tokensPerSecond").asDouble(),
                result.path("peakRssMb").asDouble(),
                digest,
                directory,
                untilTraining);
    }

    /** Shows progress until the job has ended; reconnects when the stream breaks. Returns when the first step came. */
    private Duration watch(String job) throws IOException, InterruptedException {
        Duration untilTraining = Duration.ZERO;
        int lost = 0;
        long seen = 0;
        while (true) {
            try (EventStream events = engineer.events("/api/tuning-jobs/" + job + "/events?after=" + seen)) {
                for (EventStream.Event event = events.next(); event != null; event = events.next()) {
                    seen = event.data().path("number").asLong();
                    if (event.data().path("phase").asText().equals(TRAINING)
                            && event.data().path("step").asInt() > 0
                            && untilTraining.isZero()) {
                        untilTraining = Duration.between(start, clock.instant());
                    }
                    show(event.data());
                }
                String state =
                        engineer.get("/api/tuning-jobs/" + job).path("state").asText();
                if (!state.equals("queued") && !state.equals("running")) {
                    return untilTraining;
                }
                lost = 0;
            } catch (IOException e) {
                // The job goes on without us, and without the tuning server.
                if (++lost > PATIENCE) {
                    throw e;
                }
                if (lost == 1) {
                    screen.note("the tuning server is not there; waiting for it (" + e.getMessage() + ")");
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void show(JsonNode event) {
        String message = event.path("message").asText();
        if (!message.isEmpty()) {
            screen.note(message);
        }
        int step = event.path("step").asInt();
        int steps = event.path("totalSteps").asInt();
        if (steps == 0) {
            return;
        }
        boolean last = step == steps;
        String phase = event.path("phase").asText();
        if (!phase.equals(TRAINING)) {
            String what = phase.replace('-', ' ').replace("evaluating", "evaluating the") + " model";
            screen.live(what + " on " + steps + " held-out rows", last);
            return;
        }
        if (step == 0) {
            return;
        }
        screen.live(
                String.format(
                        Locale.ROOT,
                        "%s step %d of %d   loss %.3f   %,.0f tokens/s   %s left",
                        Screen.bar(step, steps, 20),
                        step,
                        steps,
                        event.path("loss").asDouble(),
                        event.path("tokensPerSecond").asDouble(),
                        Screen.minutes(
                                Duration.ofSeconds(event.path("secondsLeft").asLong()))),
                last);
    }

    private Path fetch(String adapter, String digest) throws IOException, InterruptedException {
        Path directory = work.resolve("adapter-" + digest.replace(':', '-'));
        Files.createDirectories(directory);
        for (String file : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
            engineer.fetch("/api/models/adapters/" + adapter + "/files/" + file, directory.resolve(file));
        }
        return directory;
    }

    private void approve(String adapter, String alias) throws IOException, InterruptedException {
        String path = "/api/models/adapters/" + adapter;
        JsonNode known = engineer.get(path);
        if (known.path("state").asText().equals("registered")) {
            approver.post(
                    path + "/approve",
                    Map.of("alias", alias, "comment", "far better than the base model on held-out rows"));
            screen.done("amir, not the owner, approves it as “" + alias + "”");
        } else {
            screen.done("it is the adapter that was approved before, byte for byte");
        }
    }
}
