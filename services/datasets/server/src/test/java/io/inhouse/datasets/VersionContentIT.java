package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.client.VersionDifference;
import io.inhouse.datasets.client.VersionStatistics;
import io.inhouse.datasets.client.VersionStatistics.SplitStatistics;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a version holds: in figures, row by row, and beside another one. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class VersionContentIT {
    @Inject
    DataSource database;

    private final Api api = new Api();

    @Test
    void figuresAreOfTheRowsAsTheyAreStored() throws SQLException {
        String version = api.newDraft();
        api.upload(
                version,
                "train",
                Api.row("Who pays?", " You") + Api.row("Write to a@example.com", " ok") + Api.row("Who pays?", " You")
                        + "{\"text\":\"We open at nine. \uD83D\uDE00\"}\n");
        api.upload(version, "test", Api.row("who pays", " me"));

        VersionStatistics figures = api.engineer()
                .get(version + "/statistics")
                .then()
                .statusCode(200)
                .extract()
                .as(VersionStatistics.class);

        // "Write to [EMAIL]" and " ok" are 19 characters; a smiley is one.
        assertThat(figures.splits())
                .containsExactly(
                        new SplitStatistics("train", 4, 3, 0, 1, 63, 13, 13, 19),
                        new SplitStatistics("test", 1, 1, 0, 0, 11, 11, 11, 11));
        assertThat(figures.rows()).isEqualTo(5);
        assertThat(figures.repeatedRows()).isEqualTo(1);
        assertThat(figures.nearHeldOutRows()).isEqualTo(1);
        assertThat(RecordedEvents.of(database, api.project)).endsWith("dataset.read success");
    }

    @Test
    void figuresOfADraftGrowWithItAndAreComputedOnce() throws SQLException {
        String version = api.newDraft();
        api.upload(version, "train", Api.row("one", " 1"));
        api.steward().get(version + "/statistics").then().body("rows", equalTo(1));
        api.upload(version, "train", Api.row("two", " 2"));

        api.steward().get(version + "/statistics").then().body("rows", equalTo(2));
        api.approver().get(version + "/statistics").then().body("rows", equalTo(2));

        assertThat(RecordedEvents.of(database, api.project))
                .filteredOn(event -> event.startsWith("dataset.read"))
                .hasSize(2);
    }

    @Test
    void everyRowCanBeLookedAtByItsPlaceAndEachLookIsRecorded() throws SQLException {
        String dataset = api.newDataset();
        String version = Api.path(dataset, api.newVersion(dataset, Map.of("actions", Map.of("EMAIL", "keep"))));
        api.upload(version, "train", Api.row("one", " 1") + "nothing\n" + Api.row("two", " 2"));
        api.upload(version, "test", Api.row("Write to a@example.com", " 3"));
        String rows = "/api/datasets/versions/" + version.substring(version.lastIndexOf('/') + 1) + "/rows/";

        NumberedRow second = api.approver().get(rows + "2").as(NumberedRow.class);
        NumberedRow third = api.steward().get(rows + "3").as(NumberedRow.class);

        assertThat(second.row().prompt()).isEqualTo("two");
        assertThat(second.row().line()).isEqualTo(3);
        assertThat(second.rows()).isEqualTo(3);
        assertThat(second.masked()).isFalse();
        assertThat(third.row().split()).isEqualTo("test");
        assertThat(third.row().prompt()).isEqualTo("Write to [EMAIL]");
        assertThat(third.masked()).isTrue();
        for (String none : List.of("0", "4")) {
            api.steward()
                    .get(rows + none)
                    .then()
                    .statusCode(404)
                    .body("detail", containsString("has rows 1 to 3, and no row " + none));
        }
        assertThat(RecordedEvents.of(database, api.project))
                .filteredOn(event -> event.startsWith("dataset.read"))
                .hasSize(2);
    }

    @Test
    void aServiceGetsRowsSpreadEvenlyOverAVersionThatIsNotApprovedYet() throws SQLException {
        String version = api.newDraft();
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            rows.append(Api.row("row " + i, " x"));
        }
        api.upload(version, "train", rows.toString());
        String sample = "/api/datasets/versions/" + version.substring(version.lastIndexOf('/') + 1) + "/rows/sample";

        Response some = api.service().get(sample + "?limit=4");

        assertThat(some.header("X-Inhouse-Rows")).isEqualTo("4");
        assertThat(some.header("X-Inhouse-Step")).isEqualTo("3");
        assertThat(some.asString().lines().map(line -> line.replaceAll(".*(row \\d+).*", "$1")))
                .containsExactly("row 1", "row 4", "row 7", "row 10");
        assertThat(api.service().get(sample).asString().lines()).hasSize(10);
        assertThat(RecordedEvents.of(database, api.project)).endsWith("dataset.read success", "dataset.read success");
    }

    @Test
    void twoVersionsAreComparedByWhatTheirRowsSay() throws SQLException {
        // Given
        String dataset = api.newDataset();
        String first = Api.path(dataset, api.newVersion(dataset, Map.of()));
        String second = Api.path(dataset, api.newVersion(dataset, Map.of()));
        api.upload(first, "train", Api.row("stays", " 1") + Api.row("goes", " 2") + Api.row("moves", " 3"));
        api.upload(second, "train", Api.row("comes", " 4") + Api.row("stays", " 1"));
        api.upload(second, "test", Api.row("moves", " 3"));
        String from = first.substring(first.lastIndexOf('/') + 1);

        // When
        VersionDifference added =
                api.approver().get(second + "/difference?limit=1&from=" + from).as(VersionDifference.class);
        VersionDifference next = api.approver()
                .get(second + "/difference?limit=1&from=" + from + "&after=" + added.next())
                .as(VersionDifference.class);
        VersionDifference removed = api.steward()
                .get(second + "/difference?kind=removed&from=" + from)
                .as(VersionDifference.class);

        // Then
        assertThat(List.of(added.added(), added.removed(), added.kept())).containsExactly(2L, 2L, 1L);
        assertThat(added.listed()).extracting(row -> row.row().prompt()).containsExactly("comes");
        assertThat(next.listed()).extracting(row -> row.row().prompt()).containsExactly("moves");
        assertThat(next.next()).isNull();
        assertThat(removed.listed()).extracting(row -> row.row().prompt()).containsExactly("goes", "moves");
        api.steward()
                .get(second + "/difference?kind=kept&from=" + from)
                .then()
                .body("listed", hasSize(1))
                .body("listed[0].number", equalTo(2))
                .body("next", nullValue());
        assertThat(RecordedEvents.of(database, api.project))
                .filteredOn(event -> event.startsWith("dataset.read"))
                .hasSize(4);
    }

    @Test
    void onlyVersionsOfOneDatasetAreCompared() {
        String version = api.newDraft();
        String other = api.newDraft();
        String from = other.substring(other.lastIndexOf('/') + 1);

        api.steward().get(version + "/difference?from=" + from).then().statusCode(404);
        api.steward().get(version + "/difference").then().statusCode(400).body("param", equalTo("from"));
        api.steward().get(version + "/difference?kind=same&from=" + from).then().statusCode(404);
    }

    @Test
    void nothingOfAWithdrawnVersionIsRead() {
        String version = api.approved();
        String id = version.substring(version.lastIndexOf('/') + 1);
        api.decide(api.steward(), version + "/withdraw").then().statusCode(200);

        for (String path : List.of(version + "/statistics", "/api/datasets/versions/" + id + "/rows/1")) {
            api.steward()
                    .get(path)
                    .then()
                    .statusCode(409)
                    .body("detail", containsString("its rows are not read any more"));
        }
        api.service()
                .get("/api/datasets/versions/" + id + "/rows/sample")
                .then()
                .statusCode(409);
    }
}
