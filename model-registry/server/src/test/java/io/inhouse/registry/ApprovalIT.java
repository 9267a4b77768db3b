package io.inhouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a registered adapter to one that a second person has approved. */
@QuarkusTest
@RunningServer
class ApprovalIT extends AskedRegistry {
    @Test
    void anAdapterGoesFromRegistrationToAnAliasWithASecondPerson() throws Exception {
        // Given
        String base = base("third", 4);
        ValidatableResponse registered = register("ftjob-third", base, 8, 0.25f).statusCode(200);
        String id = registered.extract().path("id");
        String digest = registered.extract().path("digest");
        registered
                .body("state", equalTo("registered"))
                .body("rank", equalTo(2))
                .body("baseModelName", equalTo("third"))
                .body("aliases", hasSize(0))
                .body("recipe.learningRate", equalTo(0.001f));

        // Then: asking twice gives the same, other files are refused
        register("ftjob-third", base, 8, 0.25f).statusCode(200).body("id", equalTo(id));
        register("ftjob-third", base, 8, 0.5f).statusCode(409);

        // Then: the owner is refused and that is recorded
        decide(OWNER, id, "approve", Map.of("alias", "queues", "comment", "looks good"))
                .statusCode(403)
                .body("code", equalTo("four_eyes"))
                .body("detail", containsString("erik"));
        as(APPROVER).get("/api/models/aliases").then().body("name", not(hasItem("queues")));

        // Then: somebody else may
        decide(APPROVER, id, "approve", Map.of("alias", "queues", "comment", "12 points above base"))
                .statusCode(200)
                .body("state", equalTo("approved"))
                .body("decidedBy", equalTo("amir"))
                .body("aliases", hasItem("queues"));
        as(APPROVER)
                .get("/api/models/aliases")
                .then()
                .body("find { it.name == 'queues' }.adapterDigest", equalTo(digest))
                .body("find { it.name == 'queues' }.baseModel", equalTo(base));
        assertThat(recorded(digest))
                .containsExactly(
                        "model.register success",
                        "model.approve denied",
                        "model.approve success",
                        "model.alias success");

        // Then: it is retired with its alias
        decide(APPROVER, id, "reject", Map.of("comment", "too late")).statusCode(409);
        decide(APPROVER, id, "retire", Map.of("comment", "replaced"))
                .statusCode(200)
                .body("state", equalTo("retired"))
                .body("aliases", hasSize(0));
        decide(APPROVER, id, "approve", Map.of("alias", "queues", "comment", "again"))
                .statusCode(409);
    }

    @Test
    void anApiKeyApprovesNothing() throws Exception {
        ValidatableResponse registered = register("ftjob-key", base("key", 13), 8, 0.3f);

        decide(
                        TestIdentity.app("key-robot").in("demo", "approver"),
                        registered.extract().path("id"),
                        "approve",
                        Map.of("alias", "robots", "comment", "beep"))
                .statusCode(403)
                .body("code", equalTo("four_eyes"))
                .body("detail", containsString("API key"));

        assertThat(recorded(registered.extract().path("digest")))
                .containsExactly("model.register success", "model.approve denied");
    }

    /** The lock is held by hand: an approval and an import of one name pass one after the other. */
    @Test
    void anImportAndAnApprovalOfOneNameWaitForEachOther() throws Exception {
        String id =
                register("ftjob-race", base("racing", 16), 8, 0.3f).extract().path("id");
        Path source = TinyModel.write(temporary.resolve("contested"), 17);
        CompletableFuture<Integer> imported;
        CompletableFuture<Integer> approved;
        try (Connection other = dataSource.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT pg_advisory_xact_lock(hashtextextended('contested', 0))");
            imported = CompletableFuture.supplyAsync(
                    () -> importBase("contested", source, null).extract().statusCode(), Thread::startVirtualThread);
            approved = CompletableFuture.supplyAsync(
                    () -> decide(APPROVER, id, "approve", Map.of("alias", "contested", "comment", "fine"))
                            .extract()
                            .statusCode(),
                    Thread::startVirtualThread);
            awaitWaiting(lock, 2);
            other.rollback();
        }

        assertThat(List.of(imported.join(), approved.join())).containsExactlyInAnyOrder(200, 409);
    }

    private static void awaitWaiting(Statement statement, int sessions) throws SQLException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        int waiting = 0;
        while (waiting < sessions) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT count(*), pg_sleep(0.05) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
                rows.next();
                waiting = rows.getInt(1);
            }
        }
    }

    @Test
    void anAdapterThatDoesNotFitItsBaseIsRefused() throws Exception {
        String base = base("misfit", 8);
        register("ftjob-shape", base, 16, 0.1f).statusCode(422).body("detail", containsString("q_proj"));
        register("ftjob-base", "sha256:" + "1".repeat(64), 8, 0.1f)
                .statusCode(422)
                .body("param", equalTo("baseModel"));
        String other = base("misfit-other", 9);
        Path adapter = TinyModel.writeAdapter(temporary.resolve("other-base"), other, 8, 0.1f);
        register(metadata("ftjob-other", base), adapter).statusCode(422).body("detail", containsString(other));
        register("ftjob-nan", base, 8, Float.NaN).statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/lineage", "/files/adapter_config.json"})
    void anAdapterOfAnotherProjectDoesNotExist(String below) throws Exception {
        String base = base("private", 10);
        String id = register("ftjob-private", base, 8, 0.1f).extract().path("id");

        as(TestIdentity.user("zoe").in("claims", "ml-engineer", "approver"))
                .get("/api/models/adapters/" + id + below)
                .then()
                .statusCode(404);
        decide(
                        TestIdentity.user("zoe").in("claims", "approver"),
                        id,
                        "approve",
                        Map.of("alias", "stolen", "comment", "mine now"))
                .statusCode(404);
    }
}
