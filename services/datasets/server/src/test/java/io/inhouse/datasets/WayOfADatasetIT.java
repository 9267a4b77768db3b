package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.Findings;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.client.SetAsideRow;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.client.VersionState;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class WayOfADatasetIT {
    private static final String ROWS = """
            {"prompt":"Block my card 4111 1111 1111 1111 please","completion":" lost card","subject":"customer-7"}
            {"prompt":"Who pays?","completion":""}
            {"messages":[{"role":"user","content":"Write to anna@example.com"},{"role":"assistant","content":"I will."}]}
            {"prompt":"My dog ran away","completion":" dog"}
            not json
            """;

    @Inject
    DataSource database;

    private final Api api = new Api();

    @Test
    void goesFromUploadToTheTrainersRows() throws SQLException {
        // Given a draft with rows, of which two are bad and two hold personal data
        String version = api.newDraft();
        UploadReport report = api.upload(version, "train", ROWS);
        api.upload(version, "test", Api.row("held out", " yes"));
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.setAsideByReason()).isEqualTo(Map.of("empty_completion", 1L, "not_json", 1L));
        assertThat(report.findings()).isEqualTo(Map.of(PersonalDataType.PAYMENT_CARD, 1L, PersonalDataType.EMAIL, 1L));

        // When it is sealed by the one who brought it in and approved by somebody else
        DatasetVersion sealed = api.seal(version);
        DatasetVersion approved = api.approve(version);

        // Then it has a name, its terms are fixed, and a job gets exactly its masked rows
        assertThat(sealed.state()).isEqualTo(VersionState.SEALED);
        assertThat(sealed.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(approved.state()).isEqualTo(VersionState.APPROVED);
        assertThat(approved.digest()).isEqualTo(sealed.digest());
        assertThat(approved.purposes()).containsExactly("customer-service");
        Response rows = api.service().get(version + "/rows?split=train");
        assertThat(rows.statusCode()).isEqualTo(200);
        assertThat(rows.header("X-Inhouse-Rows")).isEqualTo("3");
        assertThat(rows.header("X-Inhouse-Digest")).isEqualTo(sealed.digest());
        assertThat(rows.asString()).isEqualTo("""
                        {"completion":" lost card","prompt":"Block my card [PAYMENT_CARD] please"}
                        {"messages":[{"content":"Write to [EMAIL]","role":"user"},{"content":"I will.","role":"assistant"}]}
                        {"completion":" dog","prompt":"My dog ran away"}
                        """);
        assertThat(api.service()
                        .get("/api/datasets/versions/" + approved.id() + "/rows?split=test")
                        .asString())
                .isEqualTo("{\"completion\":\" yes\",\"prompt\":\"held out\"}\n");
        assertThat(RecordedEvents.of(database, api.project))
                .containsExactly(
                        "dataset.create success",
                        "dataset.version success",
                        "dataset.upload success",
                        "dataset.upload success",
                        "dataset.seal success",
                        "dataset.approve success",
                        "dataset.read success",
                        "dataset.read success");
    }

    @Test
    void listsWhatWasSetAsideAndWhatWasFoundWithoutSayingWhatItWas() {
        String version = api.newDraft();
        api.upload(version, "train", ROWS);

        SetAsideRow[] setAside = api.steward().get(version + "/set-aside").as(SetAsideRow[].class);
        String findings = api.approver().get(version + "/findings").asString();
        Findings parsed = api.approver().get(version + "/findings").as(Findings.class);

        assertThat(setAside).extracting(SetAsideRow::line).containsExactly(2L, 5L);
        assertThat(setAside)
                .extracting(SetAsideRow::reason)
                .containsExactly("completion is empty", "not JSON (column 1)");
        assertThat(parsed.byType()).isEqualTo(Map.of(PersonalDataType.PAYMENT_CARD, 1L, PersonalDataType.EMAIL, 1L));
        assertThat(parsed.findings())
                .extracting(f -> f.line() + " " + f.field() + " " + f.start() + "-" + f.end() + " " + f.type())
                .containsExactly("1 prompt 14-33 PAYMENT_CARD", "3 messages[0].content 9-25 EMAIL");
        assertThat(findings).doesNotContain("4111").doesNotContain("anna@");
    }

    @Test
    void aPreviewIsMaskedEvenWhereTheVersionKeepsPersonalDataAndIsRecorded() throws SQLException {
        String dataset = api.newDataset();
        String version = Api.path(
                dataset, api.newVersion(dataset, Map.of("actions", Map.of("EMAIL", "keep", "PAYMENT_CARD", "keep"))));
        api.upload(version, "train", ROWS);

        PreviewRow[] preview =
                api.steward().get(version + "/rows/preview?limit=2").as(PreviewRow[].class);

        assertThat(preview).extracting(PreviewRow::prompt).containsExactly("Block my card [PAYMENT_CARD] please", null);
        assertThat(preview[1].messages())
                .containsExactly(
                        new PreviewRow.Message("user", "Write to [EMAIL]"),
                        new PreviewRow.Message("assistant", "I will."));
        assertThat(RecordedEvents.of(database, api.project)).endsWith("dataset.read success");
    }

    @Test
    void actionsKeepPseudonymiseAndBlock() {
        String dataset = api.newDataset();
        String version = Api.path(
                dataset,
                api.newVersion(
                        dataset,
                        Map.of("actions", Map.of("EMAIL", "pseudonym", "PAYMENT_CARD", "block", "PHONE", "keep"))));
        UploadReport report = api.upload(
                version,
                "train",
                Api.row("card 4111 1111 1111 1111", "no")
                        + Api.row("a@example.com or A@example.com", "+49 30 23125 417"));

        api.seal(version);
        api.approve(version);
        String rows = api.service().get(version + "/rows?split=train").asString();

        assertThat(report.setAsideByReason()).isEqualTo(Map.of("blocked", 1L));
        assertThat(rows)
                .matches("\\{\"completion\":\"\\+49 30 23125 417\",\"prompt\":\"(\\[EMAIL-[A-Z2-7]{10}]) or \\1\"}\n");
    }

    @Test
    void namesOfTheProjectsListAreFound() {
        api.steward()
                .contentType("application/json")
                .body(Map.of("names", List.of("Marta Lindqvist")))
                .put("/api/datasets/names")
                .then()
                .statusCode(200)
                .body("count", equalTo(1))
                .body("revision", equalTo(1));
        String version = api.newDraft();

        UploadReport report = api.upload(version, "train", Api.row("I am Marta Lindqvist", " ok"));

        assertThat(report.findings()).isEqualTo(Map.of(PersonalDataType.NAME, 1L));
    }

    @Test
    void theSeededSplitHoldsOutAboutTheShareAskedFor() {
        String dataset = api.newDataset();
        String version = Api.path(dataset, api.newVersion(dataset, Map.of("heldOutFraction", 0.25, "seed", 3)));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            rows.append(Api.row("question " + i, " answer"));
        }

        UploadReport report = api.upload(version, "auto", rows.toString());

        assertThat(report.testRows()).isBetween(70L, 130L);
        assertThat(report.trainRows() + report.testRows()).isEqualTo(400);
    }

    @Test
    void whoTookPartMayNotApproveAndTheAttemptIsRecorded() throws SQLException {
        String version = api.newDraft();
        api.upload(version, "train", ROWS);
        api.seal(version);

        Response refused = api.decide(api.steward(), version + "/approve");

        refused.then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("four_eyes"))
                .body("detail", containsString("somebody else"));
        assertThat(RecordedEvents.of(database, api.project)).contains("dataset.approve denied");
        api.steward().get(version).then().body("state", equalTo("sealed"));
    }

    @Test
    void whoOnlyUploadedMayNotApproveEither() {
        String version = api.newDraft();
        api.otherSteward()
                .contentType("application/jsonl")
                .body(ROWS.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(version + "/rows?split=train")
                .then()
                .statusCode(200);
        api.seal(version);

        api.decide(api.otherSteward(), version + "/approve")
                .then()
                .statusCode(403)
                .body("code", equalTo("four_eyes"));
    }

    @Test
    void anApprovalNeedsTheTerms() {
        String dataset = api.steward()
                .contentType("application/json")
                .body(Map.of("name", "Bare", "licence", "internal"))
                .post("/api/datasets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String version = Api.path(dataset, api.newVersion(dataset, Map.of()));
        api.upload(version, "train", ROWS);
        api.seal(version);

        api.decide(api.approver(), version + "/approve")
                .then()
                .statusCode(422)
                .body("missing", equalTo(List.of("purposes", "legalBasis", "retention")));

        api.steward()
                .contentType("application/json")
                .body(Map.of("purposes", List.of("training"), "legalBasis", "consent", "retention", "P1Y"))
                .patch("/api/datasets/" + dataset)
                .then()
                .statusCode(200);
        assertThat(api.approve(version).retention()).isEqualTo("P1Y");
    }

    @Test
    void rowsOfAVersionThatIsNotApprovedAreRefused() throws SQLException {
        String version = api.newDraft();
        api.upload(version, "train", ROWS);
        api.service().get(version + "/rows?split=train").then().statusCode(409);
        api.seal(version);
        api.service().get(version + "/rows?split=train").then().statusCode(409);
        api.approve(version);
        api.decide(api.approver(), version + "/withdraw").then().statusCode(200).body("state", equalTo("withdrawn"));

        api.service().get(version + "/rows?split=train").then().statusCode(409).body("state", equalTo("withdrawn"));

        assertThat(RecordedEvents.of(database, api.project))
                .contains("dataset.read denied", "dataset.withdraw success");
    }

    @Test
    void aRejectedVersionStaysRejected() {
        String version = api.newDraft();
        api.upload(version, "train", ROWS);
        api.seal(version);
        api.decide(api.approver(), version + "/reject").then().statusCode(200).body("state", equalTo("rejected"));

        api.decide(api.approver(), version + "/approve").then().statusCode(409);
    }

    @Test
    void anotherProjectSeesNothing() {
        String version = api.approved();
        Api other = new Api();

        other.steward().get(version).then().statusCode(404);
        other.service().get(version + "/rows?split=train").then().statusCode(404);
        api.decide(other.approver(), version + "/withdraw").then().statusCode(404);
        other.steward().get("/api/datasets").then().statusCode(200).body("size()", equalTo(0));
    }

    @Test
    void repeatingARequestUnderItsKeyCreatesNothingTwice() {
        Map<String, Object> request = Map.of("name", "Once");
        String first = create(request, "key-1").then().statusCode(201).extract().path("id");

        create(request, "key-1").then().statusCode(201).body("id", equalTo(first));
        create(Map.of("name", "Other"), "key-1").then().statusCode(409);

        String version = Api.path(first, api.newVersion(first, Map.of()));
        String upload = api.jsonLines(ROWS)
                .header("Idempotency-Key", "up-1")
                .post(version + "/rows?split=train")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        api.jsonLines(ROWS)
                .header("Idempotency-Key", "up-1")
                .post(version + "/rows?split=train")
                .then()
                .statusCode(200)
                .body("id", equalTo(upload));
        api.steward().get(version).then().body("trainRows", equalTo(3));
    }

    @Test
    void requestsUnderOneKeyAtTheSameTimeCreateOneDataset() throws Exception {
        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
            List<java.util.concurrent.Callable<String>> calls = java.util.Collections.nCopies(
                    4,
                    () -> create(Map.of("name", "Once"), "key-2")
                            .then()
                            .statusCode(201)
                            .extract()
                            .path("id"));

            List<String> ids = new java.util.ArrayList<>();
            for (var call : threads.invokeAll(calls)) {
                ids.add(call.get());
            }

            assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
        }
        api.steward().get("/api/datasets").then().body("size()", equalTo(1));
    }

    private Response create(Map<String, Object> request, String key) {
        return api.steward()
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(request)
                .post("/api/datasets");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        api.steward()
                .contentType("application/json")
                .body("{\"name\":\"a\",\"color\":\"red\"}")
                .post("/api/datasets")
                .then()
                .statusCode(400);
        api.steward()
                .contentType("application/json")
                .body("{\"name\":\" \"}")
                .post("/api/datasets")
                .then()
                .statusCode(400)
                .body("param", equalTo("name"));
        api.steward()
                .contentType("application/json")
                .body("{\"name\":\"a\",\"retention\":\"2 years\"}")
                .post("/api/datasets")
                .then()
                .statusCode(400)
                .body("param", equalTo("retention"));
        String dataset = api.newDataset();
        api.steward()
                .contentType("application/json")
                .body("{\"heldOutFraction\":1.5}")
                .post("/api/datasets/" + dataset + "/versions")
                .then()
                .statusCode(400);
        api.steward()
                .contentType("application/json")
                .body("{\"actions\":{\"SHOE_SIZE\":\"mask\"}}")
                .post("/api/datasets/" + dataset + "/versions")
                .then()
                .statusCode(400);
        String version = Api.path(dataset, api.newVersion(dataset, Map.of()));
        api.jsonLines(ROWS)
                .post(version + "/rows?split=validation")
                .then()
                .statusCode(400)
                .body("param", equalTo("split"));
    }
}
