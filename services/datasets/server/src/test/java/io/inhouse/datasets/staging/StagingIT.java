package io.inhouse.datasets.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.datasets.Api;
import io.inhouse.datasets.RunningServer;
import io.inhouse.datasets.Sql;
import io.inhouse.datasets.client.FileCheck;
import io.inhouse.datasets.client.MarkedRow;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.UploadReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class StagingIT {
    @Inject
    DataSource database;

    private final Api api = new Api();

    @Test
    void aTableArrivesInPiecesAcrossABreakIsLookedAtAndTakenIn() throws SQLException {
        // Given a table of which the first half arrived before the line broke
        String version = api.newDraft();
        byte[] table = "Ask;Say\nWrite to anna@example.com;I will\n;nothing\nMy dog ran away;dog\n"
                .getBytes(StandardCharsets.UTF_8);
        StagedFile file = announce(version, "questions.csv", table.length);
        append(version, file, 0, Arrays.copyOf(table, 20)).then().statusCode(200);

        // When the sender asks where to go on, and sends the rest
        StagedFile half = api.steward().get(version + "/files/" + file.id()).as(StagedFile.class);
        append(version, file, 0, table).then().statusCode(409).body("detail", containsString("up to byte 20"));
        append(version, file, half.received(), Arrays.copyOfRange(table, 20, table.length))
                .then()
                .statusCode(200)
                .body("state", equalTo("received"));

        // Then it can be looked at
        FileCheck check = api.steward()
                .queryParam("prompt", "Ask")
                .queryParam("completion", "Say")
                .get(version + "/files/" + file.id() + "/check")
                .as(FileCheck.class);
        assertThat(check.columns()).containsExactly("Ask", "Say");
        assertThat(check.usable()).isEqualTo(2);
        assertThat(check.complete()).isTrue();
        assertThat(check.findings()).isEqualTo(Map.of(PersonalDataType.EMAIL, 1L));
        assertThat(check.setAside()).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.code()).isEqualTo("empty_prompt");
        });
        assertThat(check.samples().getFirst().fields().getFirst().pieces())
                .extracting(MarkedRow.Piece::text)
                .containsExactly("Write to ", "[EMAIL]");
        assertThat(stored("SELECT count(*) FROM staged_piece WHERE position(? in sealed) > 0", "anna@example.com"))
                .isZero();

        // And what happens to personal data can still be decided before its rows are taken in
        api.steward()
                .contentType(ContentType.JSON)
                .body("{\"actions\":{\"EMAIL\":\"pseudonym\"}}")
                .patch(version)
                .then()
                .statusCode(200);
        UploadReport report = api.steward()
                .contentType(ContentType.JSON)
                .body("{\"split\":\"train\",\"columns\":{\"prompt\":\"Ask\",\"completion\":\"Say\"}}")
                .post(version + "/files/" + file.id() + "/take")
                .then()
                .statusCode(200)
                .extract()
                .as(UploadReport.class);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.setAsideRows()).isEqualTo(1);
        assertThat(api.steward()
                        .get(version + "/rows/preview")
                        .path("[0].prompt")
                        .toString())
                .contains("[EMAIL-");
        assertThat(stored("SELECT count(*) FROM staged_piece WHERE file_id = ?", file.id()))
                .isZero();
        api.steward()
                .contentType(ContentType.JSON)
                .body("{\"actions\":{\"EMAIL\":\"keep\"}}")
                .patch(version)
                .then()
                .statusCode(409);
    }

    @Test
    void aDocumentBecomesRowsOfText() {
        String version = api.newDraft();
        StagedFile file = whole(version, "handbook.md", "# Opening\n\nWe open at nine.\n");

        UploadReport report =
                take(version, file).then().statusCode(200).extract().as(UploadReport.class);

        assertThat(report.trainRows()).isEqualTo(1);
        assertThat(api.steward().get(version + "/rows/preview").path("[0].text").toString())
                .contains("We open at nine.");
    }

    @Test
    void whatCannotBeReadIsSaidAndCanBeReplaced() {
        String version = api.newDraft();
        StagedFile file = whole(version, "scan.pdf", "not a pdf");

        take(version, file).then().statusCode(422).body("detail", containsString("is damaged, or is no PDF"));
        api.steward().delete(version + "/files/" + file.id()).then().statusCode(204);

        assertThat(api.steward().get(version + "/files").jsonPath().getList("")).isEmpty();
    }

    @Test
    void filesOfOtherKindsAreRefusedAtOnce() {
        api.steward()
                .contentType(ContentType.JSON)
                .body(Map.of("filename", "archive.zip", "bytes", 10))
                .post(api.newDraft() + "/files")
                .then()
                .statusCode(415)
                .body("detail", containsString(".csv"));
    }

    @Test
    void aRequestThatSaysNothingIsAnsweredWithWhatIsMissing() {
        String version = api.newDraft();
        String dataset = version.substring(0, version.indexOf("/versions/"));

        for (String body : new String[] {"{}", "null", "{\"actions\":null}", "{\"actions\":{\"EMAIL\":null}}"}) {
            json(body).patch(version).then().statusCode(400).body("param", equalTo("actions"));
        }
        json("").patch(version).then().statusCode(400).body("detail", containsString("actions is missing"));
        json("null").post(version + "/files").then().statusCode(400).body("param", equalTo("filename"));
        json("{}").post(version + "/files").then().statusCode(400).body("param", equalTo("filename"));
        json("").post(version + "/files").then().statusCode(400);
        json("null").patch(dataset).then().statusCode(400).body("detail", containsString("body is missing"));
        json("null").post("/api/datasets").then().statusCode(400).body("detail", containsString("body is missing"));
    }

    private RequestSpecification json(String body) {
        return api.steward().contentType(ContentType.JSON).body(body);
    }

    @Test
    void aFileThatEndsWhileItIsReadIsAConflict() throws SQLException {
        String version = api.newDraft();
        for (String name : new String[] {"rows.jsonl", "notes.txt"}) {
            StagedFile file = whole(version, name, Api.row("a", "b"));
            Sql.execute(database, "DELETE FROM staged_piece WHERE file_id = ?", file.id());

            take(version, file).then().statusCode(409).body("detail", containsString("discarded meanwhile"));
        }
    }

    @Test
    void aFileBelongsToWhoSendsIt() {
        String version = api.newDraft();
        StagedFile file = whole(version, "rows.jsonl", Api.row("a", "b"));

        api.otherSteward()
                .contentType(ContentType.JSON)
                .body("{}")
                .post(version + "/files/" + file.id() + "/take")
                .then()
                .statusCode(403);
        new Api().steward().get(version + "/files/" + file.id()).then().statusCode(404);
    }

    private StagedFile whole(String version, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        StagedFile file = announce(version, name, bytes.length);
        append(version, file, 0, bytes).then().statusCode(200);
        return file;
    }

    private StagedFile announce(String version, String name, int bytes) {
        return api.steward()
                .contentType(ContentType.JSON)
                .body(Map.of("filename", name, "bytes", bytes))
                .post(version + "/files")
                .then()
                .statusCode(201)
                .extract()
                .as(StagedFile.class);
    }

    private Response append(String version, StagedFile file, long offset, byte[] piece) {
        return api.steward()
                .contentType("application/offset+octet-stream")
                .header("Upload-Offset", offset)
                .body(piece)
                .patch(version + "/files/" + file.id());
    }

    private Response take(String version, StagedFile file) {
        return api.steward()
                .contentType(ContentType.JSON)
                .body("{\"split\":\"train\"}")
                .post(version + "/files/" + file.id() + "/take");
    }

    private long stored(String sql, String value) throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            if (sql.contains("position")) {
                select.setBytes(1, value.getBytes(StandardCharsets.UTF_8));
            } else {
                select.setString(1, value);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
