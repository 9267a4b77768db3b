package io.inhouse.datasets;

import static io.restassured.RestAssured.given;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.testsupport.TestIdentity;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Calls of the datasets server as different people make them, each test in a project of its own. */
public final class Api {
    public final String project = "p" + UUID.randomUUID().toString().substring(0, 8);

    /** Brings data in. */
    public RequestSpecification steward() {
        return as("stefan", "data-steward");
    }

    /** A second person of the same role. */
    public RequestSpecification otherSteward() {
        return as("sabine", "data-steward");
    }

    public RequestSpecification approver() {
        return as("anna", "approver");
    }

    public RequestSpecification engineer() {
        return as("emil", "ml-engineer");
    }

    /** Seals, approves, rejects or withdraws, as one who sends no comment. */
    public io.restassured.response.Response decide(RequestSpecification person, String path) {
        return person.contentType("application/json").body("{}").post(path);
    }

    public RequestSpecification as(String person, String... roles) {
        return given().auth()
                .oauth2(TestIdentity.user(person).in(project, roles).sign());
    }

    /** The tuning server. */
    public RequestSpecification service() {
        return given().auth()
                .oauth2(TestIdentity.service("svc-tuning").sign())
                .header("OpenAI-Project", project)
                .header("X-Inhouse-Job", "ftjob-1");
    }

    public String newDataset() {
        return steward()
                .contentType("application/json")
                .body(Map.of(
                        "name", "Messages",
                        "purposes", new String[] {"customer-service"},
                        "legalBasis", "GDPR Art. 6(1)(f)",
                        "licence", "internal",
                        "retention", "P2Y"))
                .post("/api/datasets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public String newVersion(String dataset, Map<String, Object> request) {
        return steward()
                .contentType("application/json")
                .body(request)
                .post("/api/datasets/" + dataset + "/versions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The path of a fresh draft: {@code /api/datasets/ds-…/versions/dsv-…}. */
    public String newDraft() {
        String dataset = newDataset();
        return path(dataset, newVersion(dataset, Map.of()));
    }

    public static String path(String dataset, String version) {
        return "/api/datasets/" + dataset + "/versions/" + version;
    }

    public RequestSpecification jsonLines(String content) {
        return steward()
                .contentType("application/jsonl")
                .body(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public UploadReport upload(String version, String split, String content) {
        return jsonLines(content)
                .post(version + "/rows?split=" + split)
                .then()
                .statusCode(200)
                .extract()
                .as(UploadReport.class);
    }

    public DatasetVersion seal(String version) {
        return steward()
                .post(version + "/seal")
                .then()
                .statusCode(200)
                .extract()
                .as(DatasetVersion.class);
    }

    public DatasetVersion approve(String version) {
        return approver()
                .contentType("application/json")
                .body(Map.of("comment", "looked at it"))
                .post(version + "/approve")
                .then()
                .statusCode(200)
                .extract()
                .as(DatasetVersion.class);
    }

    /** A sealed and approved version with two training rows. */
    public String approved() {
        String version = newDraft();
        upload(version, "train", row("one", " 1") + row("two", " 2"));
        seal(version);
        approve(version);
        return version;
    }

    public static String row(String prompt, String completion) {
        return "{\"prompt\":\"" + prompt + "\",\"completion\":\"" + completion + "\"}\n";
    }
}
