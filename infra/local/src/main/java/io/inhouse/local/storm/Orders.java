package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tuning jobs that an engineer ordered, each with a seed of its own; somebody else approves the adapters of those that are done. */
final class Orders {
    static final String ALIAS = "storm";
    static final int AT_ONCE = 2;
    private static final int STEPS = 300;
    private static final int CONFLICT = 409;

    private final Session engineer;
    private final Session approver;
    private final String run;
    private final Map<String, Object> order;
    private final Notebook notebook;
    /** Ids of all jobs, in the order in which they were ordered. Guarded by this, as all that follows. */
    private final List<String> ids = new ArrayList<>();

    private int number;
    /** Ids of jobs that have not ended, oldest first. */
    private final Deque<String> unfinished = new ArrayDeque<>();

    private final List<String> succeeded = new ArrayList<>();

    Orders(
            Session engineer,
            Session approver,
            String run,
            String base,
            String version,
            String purpose,
            Notebook notebook) {
        this.engineer = engineer;
        this.approver = approver;
        this.run = run;
        this.notebook = notebook;
        this.order = Map.of("baseModel", base, "datasetVersion", version, "purpose", purpose, "suffix", ALIAS);
    }

    /** Orders one more. */
    void submit(Chore asking) throws IOException, InterruptedException {
        int seed = next();
        Map<String, Object> whole = new HashMap<>(order);
        whole.put(
                "recipe",
                Map.of(
                        "rank",
                        2,
                        "alpha",
                        4,
                        "learningRate",
                        1e-3,
                        "batchSize",
                        4,
                        "steps",
                        STEPS,
                        "seed",
                        seed,
                        "snapshotEverySteps",
                        20,
                        "threads",
                        1));
        JsonNode job =
                asking.persist("a job", () -> engineer.postOnce("/api/tuning-jobs", run + "-job-" + seed, whole));
        String id = job.path("id").asText();
        notebook.acknowledged("job.submit", id);
        synchronized (this) {
            unfinished.add(id);
            ids.add(id);
        }
    }

    /** Asks how the oldest job is doing, and has its adapter approved when it is done. */
    void look(Chore asking) throws IOException, InterruptedException {
        String id;
        synchronized (this) {
            id = unfinished.peek();
        }
        if (id == null) {
            return;
        }
        JsonNode job = asking.persist("the job", () -> engineer.get("/api/tuning-jobs/" + id));
        String state = job.path("state").asText();
        if (state.equals("queued") || state.equals("running")) {
            return;
        }
        if (state.equals("succeeded")) {
            notebook.acknowledged("job.finish", id);
            approve(asking, job.path("adapterId").asText());
        } else if (!state.equals("failed")
                || job.path("failure").path("detail").asText().isEmpty()) {
            notebook.wrong("job " + id + " ended as " + state + " without a reason");
        }
        synchronized (this) {
            unfinished.remove();
            if (state.equals("succeeded")) {
                succeeded.add(id);
            }
        }
    }

    private void approve(Chore asking, String adapter) throws IOException, InterruptedException {
        // Approving what is approved moves the alias again, so this may be repeated.
        try {
            asking.persist(
                    "the approval",
                    () -> approver.post(
                            "/api/models/adapters/" + adapter + "/approve",
                            Map.of("alias", ALIAS, "comment", "an adapter of the storm")));
        } catch (Session.Refused e) {
            if (e.status != CONFLICT) {
                throw e;
            }
        }
        notebook.acknowledged("model.approve", adapter);
    }

    private synchronized int next() {
        return ++number;
    }

    /** How many were begun to be ordered. */
    synchronized int ordered() {
        return number;
    }

    /** The job's place among all that were ordered, from 1. */
    synchronized int number(String id) {
        return ids.indexOf(id) + 1;
    }

    synchronized int pending() {
        return unfinished.size();
    }

    synchronized List<String> succeeded() {
        return List.copyOf(succeeded);
    }
}
