package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A steward fills version after version of a dataset; a second person approves each. */
final class Uploading extends Chore {
    private static final int UPLOADS_PER_VERSION = 3;
    private static final int CONFLICT = 409;

    private final Session steward;
    private final Session approver;
    private final String run;
    private final String dataset;
    private int number;
    private @Nullable String version;
    private int uploads;
    private long rows;

    /** @param run makes idempotency keys of this storm differ from those of others in the same home */
    Uploading(Session steward, Session approver, String run, String dataset, Notebook notebook) {
        super("uploading", notebook);
        this.steward = steward;
        this.approver = approver;
        this.run = run;
        this.dataset = dataset;
    }

    @Override
    void perform() throws IOException, InterruptedException {
        number++;
        String open = version;
        if (open == null) {
            version = draft();
            uploads = 0;
            rows = 0;
        } else if (uploads < UPLOADS_PER_VERSION) {
            upload(open);
        } else {
            approve(open);
            version = null;
        }
    }

    private String draft() throws IOException, InterruptedException {
        String key = run + "-version-" + number;
        JsonNode draft = persist("a draft", () -> steward.postOnce(versions(), key, Map.of("seed", 1)));
        String id = draft.path("id").asText();
        notebook().acknowledged("dataset.version", id);
        return id;
    }

    private void upload(String into) throws IOException, InterruptedException {
        byte[] content = Samples.rows(number * 10, 3).getBytes(StandardCharsets.UTF_8);
        String key = run + "-upload-" + number;
        String path = versions() + "/" + into + "/rows?split=train";
        try {
            JsonNode report = persist("an upload", () -> steward.once(path, key, "application/jsonl", content));
            notebook().acknowledged("dataset.upload", report.path("id").asText());
            rows += report.path("rows").asLong();
            uploads++;
        } catch (Session.Refused e) {
            if (e.status != CONFLICT) {
                throw e;
            }
            // The first attempt lost its server and is collected later; meanwhile the version cannot be sealed.
            requireRows(into);
            version = null;
        }
    }

    private void approve(String full) throws IOException, InterruptedException {
        requireRows(full);
        String path = versions() + "/" + full;
        decide(steward, path, "seal", Map.of(), List.of("sealed", "approved"));
        notebook().acknowledged("dataset.seal", full);
        decide(approver, path, "approve", Map.of("comment", "rows of the storm"), List.of("approved"));
        notebook().acknowledged("dataset.approve", full);
    }

    /** A refusal because it is done already is the answer to a request whose first answer was lost. */
    private void decide(Session who, String path, String verb, Object body, List<String> done)
            throws IOException, InterruptedException {
        try {
            persist("to " + verb, () -> who.post(path + "/" + verb, body));
        } catch (Session.Refused e) {
            String state =
                    persist("the state", () -> who.get(path)).path("state").asText();
            if (e.status != CONFLICT || !done.contains(state)) {
                throw e;
            }
        }
    }

    /** Acknowledged rows, no more and no fewer. */
    private void requireRows(String of) throws IOException, InterruptedException {
        JsonNode now = persist("the version", () -> steward.get(versions() + "/" + of));
        long there = now.path("trainRows").asLong();
        if (there != rows) {
            notebook().wrong("version " + of + " holds " + there + " rows; acknowledged were " + rows);
        }
    }

    private String versions() {
        return "/api/datasets/" + dataset + "/versions";
    }
}
