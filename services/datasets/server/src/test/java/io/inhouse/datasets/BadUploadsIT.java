package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.datasets.client.UploadReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class BadUploadsIT {
    @Inject
    DataSource database;

    private final Api api = new Api();

    private Response upload(String version, byte[] content, String encoding) {
        var request = api.steward().contentType("application/jsonl").body(content);
        return (encoding.isEmpty() ? request : request.header("Content-Encoding", encoding))
                .post(version + "/rows?split=train");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        }
        return compressed.toByteArray();
    }

    private void assertNothingKept(String version) throws SQLException {
        api.steward().get(version).then().body("trainRows", equalTo(0)).body("setAsideRows", equalTo(0));
        api.steward().get(version + "/set-aside").then().body("size()", equalTo(0));
        assertThat(Sql.count(
                        database,
                        "SELECT (SELECT count(*) FROM dataset_row WHERE project_id = ?) + (SELECT count(*) FROM set_aside_row WHERE project_id = ?)",
                        api.project,
                        api.project))
                .isZero();
    }

    @Test
    void anEmptyUpload() throws SQLException {
        String version = api.newDraft();

        upload(version, new byte[0], "").then().statusCode(422).body("detail", containsString("empty"));

        assertNothingKept(version);
        assertThat(RecordedEvents.of(database, api.project)).contains("dataset.upload failed");
    }

    @Test
    void anUploadInAnotherEncoding() throws SQLException {
        String version = api.newDraft();

        upload(version, Api.row("a", "b").getBytes(StandardCharsets.UTF_16), "")
                .then()
                .statusCode(422)
                .body("detail", containsString("not UTF-8"));

        assertNothingKept(version);
    }

    @Test
    void onlyRowsThatAreNotUtf8() throws SQLException {
        String version = api.newDraft();
        byte[] latin1 = "{\"prompt\":\"Gr\u00fcn\",\"completion\":\"b\"}".getBytes(StandardCharsets.ISO_8859_1);

        upload(version, latin1, "")
                .then()
                .statusCode(422)
                .body("setAside[0].line", equalTo(1))
                .body("setAside[0].reason", containsString("not UTF-8 at byte 14"));

        assertNothingKept(version);
    }

    @Test
    void aTruncatedGzip() throws IOException, SQLException {
        String version = api.newDraft();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            rows.append(Api.row("question " + Integer.toHexString(i * 7919), " " + i));
        }
        byte[] whole = gzip(utf8(rows.toString()));

        upload(version, Arrays.copyOf(whole, whole.length - 100), "gzip")
                .then()
                .statusCode(422)
                .body("detail", containsString("gzip stream ends too early, in line "));

        assertNothingKept(version);
        upload(version, whole, "gzip").then().statusCode(200).body("rows", equalTo(5000));
    }

    @Test
    void aLineOf300MegabytesAmongGoodOnes() throws IOException {
        String version = api.newDraft();
        HttpURLConnection connection = (HttpURLConnection) URI.create(io.restassured.RestAssured.baseURI + ":"
                        + io.restassured.RestAssured.port + version + "/rows?split=train")
                .toURL()
                .openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(1 << 16);
        connection.setRequestProperty("Content-Type", "application/jsonl");
        connection.setRequestProperty(
                "Authorization",
                "Bearer "
                        + io.inhouse.testsupport.TestIdentity.user("stefan")
                                .in(api.project, "data-steward")
                                .sign());

        try (OutputStream body = connection.getOutputStream()) {
            body.write(utf8(Api.row("first", "good")));
            byte[] part = new byte[1 << 20];
            Arrays.fill(part, (byte) 'x');
            for (int i = 0; i < 300; i++) {
                body.write(part);
            }
            body.write(utf8("\n" + Api.row("last", "good")));
        }

        assertThat(connection.getResponseCode()).isEqualTo(200);
        UploadReport report = new com.fasterxml.jackson.databind.ObjectMapper()
                .readValue(connection.getInputStream(), UploadReport.class);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.setAsideByReason()).containsEntry("too_long", 1L);
        api.steward().get(version + "/set-aside").then().body("[0].line", equalTo(2));
    }

    @Test
    void onlyBadRowsSayWhy() throws SQLException {
        String version = api.newDraft();

        upload(version, utf8("{\"prompt\":\"a\"}\n{\"prompt\":\"a\",\"completion\":\"\"}\n"), "")
                .then()
                .statusCode(422)
                .body("setAside.code", equalTo(java.util.List.of("missing_completion", "empty_completion")));

        assertNothingKept(version);
    }

    @Test
    void anotherMediaTypeAndAnotherCompression() {
        String version = api.newDraft();

        api.steward()
                .contentType("text/csv")
                .body("a,b")
                .post(version + "/rows")
                .then()
                .statusCode(415);
        upload(version, utf8(Api.row("a", "b")), "br").then().statusCode(415);
    }
}
