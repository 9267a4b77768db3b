package io.inhouse.datasets.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import io.inhouse.datasets.Api;
import io.inhouse.datasets.RunningServer;
import io.inhouse.datasets.Sql;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.identity.Caller;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /v1/files} with OpenAI's own SDK. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class FilesIT {
    @Inject
    DataSource database;

    @Inject
    Files files;

    @TempDir
    Path directory;

    private final Api api = new Api();

    private OpenAIClient sdk(String person, String... roles) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://localhost:" + RestAssured.port + "/v1")
                .apiKey(TestIdentity.user(person).in(api.project, roles).sign())
                .maxRetries(0)
                .build();
    }

    private Path file(String name, String content) throws IOException {
        return java.nio.file.Files.writeString(directory.resolve(name), content);
    }

    private FileObject upload(OpenAIClient sdk, String content) throws IOException {
        return sdk.files()
                .create(FileCreateParams.builder()
                        .file(file("train.jsonl", content))
                        .purpose(FilePurpose.FINE_TUNE)
                        .build());
    }

    @Test
    void aFileIsUploadedUntilItsRowsAreApprovedThenProcessed() throws IOException {
        OpenAIClient engineer = sdk("emil", "ml-engineer");

        FileObject file = upload(engineer, Api.row("one of a@example.com", " 1") + "broken\n" + Api.row("two", " 2"));

        assertThat(file.id()).startsWith("file-");
        assertThat(file.filename()).isEqualTo("train.jsonl");
        assertThat(file.status()).isEqualTo(FileObject.Status.UPLOADED);
        DatasetVersion version =
                api.engineer().get("/api/datasets/versions/" + file.id()).as(DatasetVersion.class);
        assertThat(version.trainRows()).isEqualTo(2);
        assertThat(version.fileId()).isEqualTo(file.id());
        api.steward()
                .contentType("application/json")
                .body(Map.of(
                        "purposes",
                        List.of("training"),
                        "legalBasis",
                        "consent",
                        "licence",
                        "internal",
                        "retention",
                        "P1Y"))
                .patch("/api/datasets/" + version.datasetId())
                .then()
                .statusCode(200);
        String path = Api.path(version.datasetId(), version.id());
        api.decide(api.as("emil", "ml-engineer", "approver"), path + "/approve")
                .then()
                .statusCode(403);
        api.decide(api.approver(), path + "/approve").then().statusCode(200);
        assertThat(engineer.files().retrieve(file.id()).status()).isEqualTo(FileObject.Status.PROCESSED);
        assertThat(engineer.files().list().items()).extracting(FileObject::id).containsExactly(file.id());
        try (HttpResponse content = engineer.files().content(file.id())) {
            assertThat(new String(content.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"completion\":\" 1\",\"prompt\":\"one of [EMAIL]\"}\n{\"completion\":\" 2\",\"prompt\":\"two\"}\n");
        }
    }

    @Test
    void deletingAFileWithdrawsItsRows() throws IOException {
        OpenAIClient engineer = sdk("emil", "ml-engineer");
        FileObject file = upload(engineer, Api.row("one", " 1"));
        String version =
                api.steward().get("/api/datasets/versions/" + file.id()).path("id");

        assertThat(engineer.files().delete(file.id()).deleted()).isTrue();

        assertThatThrownBy(() -> engineer.files().retrieve(file.id())).isInstanceOf(NotFoundException.class);
        assertThat(engineer.files().list().items()).isEmpty();
        api.steward().get("/api/datasets/versions/" + version).then().body("state", equalTo("withdrawn"));
    }

    @Test
    void somebodyElsesFileIsNotDeleted() throws IOException {
        FileObject file = upload(sdk("emil", "ml-engineer"), Api.row("one", " 1"));

        api.as("erna", "ml-engineer").delete("/v1/files/" + file.id()).then().statusCode(403);
        api.as("erna", "ml-engineer")
                .get("/v1/files/" + file.id() + "/content")
                .then()
                .statusCode(403);
    }

    @Test
    void aFileWithoutAUsableRowLeavesNothingBehind() throws SQLException {
        OpenAIClient engineer = sdk("emil", "ml-engineer");

        assertThatThrownBy(() -> upload(engineer, "broken\n")).isInstanceOf(UnprocessableEntityException.class);

        assertThat(engineer.files().list().items()).isEmpty();
        api.steward().get("/api/datasets").then().body("size()", equalTo(0));
        for (String table : List.of("dataset", "dataset_version", "upload", "set_aside_row", "file")) {
            assertThat(Sql.count(database, "SELECT count(*) FROM " + table + " WHERE project_id = ?", api.project))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void ofTwoUploadsAtTheSameTimeUnderOneKeyThereIsOneFile() throws SQLException {
        // Given an upload that is being read while another one under its key begins and ends
        Caller emil = new Caller("s-emil", "emil", Caller.Kind.USER, api.project, Set.of("ml-engineer"), null);
        AtomicReference<@Nullable OpenAiFile> other = new AtomicReference<>();
        InputStream slow = new ByteArrayInputStream(Api.row("one", " 1").getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int from, int most) {
                if (other.get() == null) {
                    byte[] rows = Api.row("two", " 2").getBytes(StandardCharsets.UTF_8);
                    other.set(files.create(emil, "a.jsonl", new ByteArrayInputStream(rows), "same", () -> {}));
                }
                return super.read(into, from, most);
            }
        };

        // When it comes to its end
        OpenAiFile file = files.create(emil, "a.jsonl", slow, "same", () -> {});

        // Then both are told of the same file, and nothing of a second one stays
        assertThat(file).isEqualTo(other.get());
        for (String table : List.of("dataset", "dataset_version", "upload", "dataset_row", "file")) {
            assertThat(Sql.count(database, "SELECT count(*) FROM " + table + " WHERE project_id = ?", api.project))
                    .as(table)
                    .isEqualTo(1);
        }
    }

    @Test
    void otherPurposesAreRefused() {
        OpenAIClient engineer = sdk("emil", "ml-engineer");

        assertThatThrownBy(() -> engineer.files()
                        .create(FileCreateParams.builder()
                                .file(file("a.jsonl", Api.row("a", "b")))
                                .purpose(FilePurpose.BATCH)
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("purpose");
    }

    @Test
    void failuresAreToldInOpenAisDialect() {
        api.engineer().get("/v1/files/file-none").then().statusCode(404).body("error.code", equalTo("not_found"));
    }
}
