package io.inhouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Finding entries, and reading what they say. */
@QuarkusTest
@RunningServer
class EntriesIT extends AskedLog {
    @Test
    void anOfficerFindsEntriesByWhatTheySay() {
        String dataset = freshDataset();
        recorder.recordNow(event("dataset.create", dataset).build());
        recorder.recordNow(event("dataset.approve", dataset).build());
        recorder.recordNow(event("job.submit", dataset).build());
        awaitObject(dataset, 3);

        officer()
                .get("/api/audit/entries?object=" + dataset + "&type=dataset.*")
                .then()
                .statusCode(200)
                .body("entries.type", contains("dataset.approve", "dataset.create"));
        officer()
                .get("/api/audit/entries?object=" + dataset + "&actor=" + TestToken.subjectOf("ada"))
                .then()
                .body("entries.size()", equalTo(3));
        officer()
                .get("/api/audit/entries?actor=" + TestToken.subjectOf("nobody-knows"))
                .then()
                .body("entries.size()", equalTo(0));
        officer()
                .get("/api/audit/entries?object=" + dataset + "&until=2020-01-01T00:00:00Z")
                .then()
                .body("entries.size()", equalTo(0));
        JsonPath first = officer()
                .get("/api/audit/entries?object=" + dataset + "&limit=2")
                .then()
                .body("entries.type", contains("job.submit", "dataset.approve"))
                .extract()
                .jsonPath();
        officer()
                .get("/api/audit/entries?object=" + dataset + "&limit=2&cursor=" + first.getString("cursor"))
                .then()
                .body("entries.type", contains("dataset.create"))
                .body("cursor", equalTo(null));
    }

    @Test
    void everyFilterNarrows() {
        String dataset = freshDataset();
        String purpose = "purpose-" + dataset;
        recorder.recordNow(event("dataset.create", dataset).purpose(purpose).build());
        recorder.recordNow(event("dataset.approve", dataset)
                .purpose(purpose)
                .outcome(Outcome.DENIED)
                .build());
        recorder.recordNow(event("dataset.seal", dataset).build());
        awaitObject(dataset, 3);

        for (var expected : Map.of(
                        "purpose=" + purpose,
                        2,
                        "purpose=" + purpose + "&outcome=denied",
                        1,
                        "purpose=" + purpose + "&type=dataset.create",
                        1,
                        "purpose=" + purpose + "&project=demo",
                        2,
                        "purpose=" + purpose + "&actor=" + TestToken.subjectOf("ada"),
                        2,
                        "purpose=" + purpose + "&since=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z",
                        2,
                        "purpose=" + purpose + "&since=2999-01-01T00:00:00Z",
                        0,
                        "purpose=another",
                        0)
                .entrySet()) {
            officer()
                    .get("/api/audit/entries?" + expected.getKey())
                    .then()
                    .statusCode(200)
                    .body("entries.size()", equalTo(expected.getValue()));
        }
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        String dataset = freshDataset();
        for (int i = 0; i < 11; i++) {
            recorder.recordNow(event("dataset.upload", dataset).build());
        }
        awaitObject(dataset, 11);
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = officer()
                    .get("/api/audit/entries?limit=3&object=" + dataset + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("entries.index", Integer.class));
            cursor = page.getString("cursor");
        } while (cursor != null);
        assertThat(seen).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void parametersAreHonouredOrRefused() {
        for (String query : List.of("kind=x", "limit=0", "limit=501", "limit=x", "since=yesterday", "cursor=-1")) {
            officer()
                    .get("/api/audit/entries?" + query)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_request"));
        }
        officer().get("/api/audit/entries/evt-unknown").then().statusCode(404);
    }

    @Test
    void aContentIsShownOnlyOnTheRecord() {
        String dataset = freshDataset();
        String id = recorder.recordNow(
                event("dataset.create", dataset).content("title", "Röntgen").build());
        awaitObject(dataset, 1);

        officer()
                .body("{}")
                .post("/api/audit/entries/" + id + "/content")
                .then()
                .statusCode(400);
        String recordedAs = officer()
                .body(Map.of("reason", "complaint 17"))
                .post("/api/audit/entries/" + id + "/content")
                .then()
                .statusCode(200)
                .body("content.title", equalTo("Röntgen"))
                .body("content.actor", equalTo("ada"))
                .extract()
                .path("recordedAs");

        awaitObject(id, 1);
        officer()
                .get("/api/audit/entries/" + recordedAs)
                .then()
                .body("entry.type", equalTo("payload.read"))
                .body("entry.objects.id", contains(id));
    }
}
