package io.inhouse.registry;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a name that applications use points to. */
@QuarkusTest
@RunningServer
class AliasesIT extends AskedRegistry {
    @Test
    void anAliasMovesToANewAdapterAndBack() throws Exception {
        String base = base("moving", 5);
        String first = register("ftjob-m1", base, 8, 0.1f).extract().path("id");
        String second = register("ftjob-m2", base, 8, 0.2f).extract().path("id");
        for (String adapter : List.of(first, second, first)) {
            decide(APPROVER, adapter, "approve", Map.of("alias", "moves", "comment", "now this one"))
                    .statusCode(200);
            as(APPROVER)
                    .get("/api/models/aliases")
                    .then()
                    .body("find { it.name == 'moves' }.adapter", equalTo(adapter));
        }
        decide(APPROVER, second, "approve", Map.of("alias", "moving", "comment", "a base model's name"))
                .statusCode(409)
                .body("param", equalTo("alias"));
        decide(APPROVER, second, "approve", Map.of("alias", "Not an alias", "comment", "x"))
                .statusCode(400);
        decide(APPROVER, second, "approve", Map.of("alias", "fine", "comment", " "))
                .statusCode(400);
    }

    @Test
    void aRollBackPointsTheAliasToTheAdapterBeforeOnceAndIsRecorded() throws Exception {
        String base = base("rolling", 41);
        String first = register("ftjob-r1", base, 8, 0.1f).extract().path("id");
        String second = register("ftjob-r2", base, 8, 0.2f).extract().path("id");
        for (String adapter : List.of(first, second)) {
            decide(APPROVER, adapter, "approve", Map.of("alias", "rolls", "comment", "now this one"));
        }

        rollBack(second).statusCode(200).body("adapter", equalTo(first)).body("previous", equalTo(second));

        as(OWNER).get("/api/models/aliases").then().body("find { it.name == 'rolls' }.adapter", equalTo(first));
        // Who comes second with the same wish does not undo it.
        rollBack(second).statusCode(409).body("detail", containsString("has been moved meanwhile"));
    }

    @Test
    void anAliasThatPointedNowhereElseCannotBeRolledBack() throws Exception {
        String only = register("ftjob-r3", base("rolling-once", 77), 8, 0.1f)
                .extract()
                .path("id");
        decide(APPROVER, only, "approve", Map.of("alias", "rolls-not", "comment", "the first"));

        as(APPROVER)
                .contentType("application/json")
                .body(Map.of("from", only, "comment", "oh no"))
                .post("/api/models/aliases/rolls-not/roll-back")
                .then()
                .statusCode(409)
                .body("detail", containsString("never pointed to another adapter"));
    }

    private ValidatableResponse rollBack(String from) {
        return as(APPROVER)
                .contentType("application/json")
                .body(Map.of("from", from, "comment", "answers got worse"))
                .post("/api/models/aliases/rolls/roll-back")
                .then();
    }
}
