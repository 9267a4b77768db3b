package io.inhouse.datasets.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.inhouse.datasets.Api;
import io.inhouse.datasets.RunningServer;
import io.inhouse.datasets.Sql;
import io.inhouse.datasets.client.NearDuplicate;
import io.inhouse.datasets.client.NearDuplicates;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.client.VersionState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Held-out rows that are trained on, seen by the steward who seals and by whoever approves. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class OverlapIT {
    @Inject
    DataSource database;

    private final Api api = new Api();

    @Test
    void aQuestionOnBothSidesIsRefusedWithItsLines() {
        String version = api.newDraft();
        UploadReport train =
                api.upload(version, "train", Api.row("My dog is lost", " dog") + Api.row("the tree fell", " tree"));
        UploadReport test = api.upload(
                version,
                "test",
                Api.row("my car is gone", " car")
                        + Api.row("THE  TREE fell", " wood")
                        + Api.row("the tree fell", " tree"));

        api.steward()
                .post(version + "/seal")
                .then()
                .statusCode(422)
                .body("detail", containsString("2 of 3 held-out rows"))
                .body("detail", containsString("line 2 of " + test.id() + " (training: line 2 of " + train.id() + ")"))
                .body("detail", containsString("Make a new version"))
                .body("detail", not(containsString("tree")))
                .body("overlap", hasSize(2))
                .body("overlap[1].heldOut.line", equalTo(3));
        api.steward().get(version).then().body("state", equalTo("draft"));
    }

    @Test
    void moreHeldOutRowsThanCanBeComparedAreRefused() throws SQLException {
        String version = api.newDraft();
        api.upload(version, "train", Api.row("one", " 1"));
        api.upload(version, "test", Api.row("two", " 2"));
        Sql.execute(
                database,
                "UPDATE dataset_version SET test_rows = 200001 WHERE id = ?",
                version.substring(version.lastIndexOf('/') + 1));

        api.steward()
                .post(version + "/seal")
                .then()
                .statusCode(422)
                .body("detail", containsString("holds out 200001 rows"));
    }

    @Test
    void whatIsTheSameOnlyAfterMaskingIsTheSame() {
        String version = api.newDraft();
        api.upload(version, "train", Api.row("Block 4111 1111 1111 1111", " lost"));
        api.upload(version, "test", Api.row("Block 5500 0055 5555 5559", " lost"));

        api.steward().post(version + "/seal").then().statusCode(422);
    }

    @Test
    void conversationsAreTheSameIfEverythingBeforeTheAnswerIs() {
        String turns = "{\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}\n";
        String version = api.newDraft();
        api.upload(version, "train", turns.formatted("Be brief.", "Yes?"));
        api.upload(version, "test", turns.formatted("Be friendly.", "Yes?"));
        assertThat(api.seal(version).state()).isEqualTo(VersionState.SEALED);

        String other = api.newDraft();
        api.upload(other, "train", turns.formatted("Be brief.", "Yes?"));
        api.upload(other, "test", turns.formatted("be brief.", "What?"));
        api.steward().post(other + "/seal").then().statusCode(422);
    }

    @Test
    void nearDuplicatesAreListedForWhoeverApproves() {
        String version = api.newDraft();
        UploadReport train = api.upload(
                version,
                "train",
                Api.row("When will my top up process?", " soon") + Api.row("Who may open an account here?", " all"));
        UploadReport test = api.upload(
                version, "test", Api.row("a new one", " yes") + Api.row("When will my top-up process", " soon"));
        api.seal(version);

        NearDuplicates near = api.approver()
                .get(version + "/near-duplicates")
                .then()
                .statusCode(200)
                .extract()
                .as(NearDuplicates.class);

        assertThat(near.heldOutRows()).isEqualTo(1);
        assertThat(near.pairs())
                .containsExactly(new NearDuplicate(
                        new NearDuplicate.Place(test.id(), 2), new NearDuplicate.Place(train.id(), 1), 1.0));
        assertThat(api.approve(version).state()).isEqualTo(VersionState.APPROVED);
    }

    @Test
    void theSeededSplitNeverMakesAVersionThatCannotBeSealed() {
        String dataset = api.newDataset();
        String version = Api.path(dataset, api.newVersion(dataset, Map.of("heldOutFraction", 0.5)));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append(Api.row("Question number " + i, " a")).append(Api.row("question  NUMBER " + i + " ", " b"));
        }

        UploadReport report = api.upload(version, "auto", rows.toString());

        assertThat(report.testRows()).isBetween(20L, 100L);
        assertThat(api.seal(version).state()).isEqualTo(VersionState.SEALED);
    }
}
