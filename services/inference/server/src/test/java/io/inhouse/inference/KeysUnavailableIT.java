package io.inhouse.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.inference.keys.KeyWorkshop;
import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys while the identity provider does not do what it should: in these tests it has no administration API at all. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class KeysUnavailableIT extends AskedModels {
    @Inject
    KeyWorkshop workshop;

    @AfterEach
    void up() {
        TestIdentity.down(false);
        TestIdentity.revokeKey("svc-keys");
    }

    /** One test, because a token that was once got for the account is good for minutes. */
    @Test
    void aKeyThatCannotBeMadeIsRefusedAndIfItWasBegunThatIsOnTheRecord() throws Exception {
        // Given an identity provider that does not answer, nothing is begun
        TestIdentity.down(true);
        order().then()
                .statusCode(503)
                .body("code", equalTo("upstream_unavailable"))
                .body("detail", containsString("Keys that exist go on working"));
        assertThat(recorded()).isEmpty();
        assertThat(rows("key_action")).isZero();

        // When it answers, but makes no key, then the same order may be sent again
        TestIdentity.down(false);
        TestIdentity.allowKey("svc-keys", "secret-of-svc-keys", TestIdentity.app("svc-keys"));
        for (int attempt = 0; attempt < 2; attempt++) {
            order().then().statusCode(503).body("detail", containsString("it answered with status 404"));
        }

        // Then the record says so, and what may have been made in vain is looked for until it is known not to be there
        assertThat(recorded()).containsExactly(Outcome.SUCCESS, Outcome.FAILED, Outcome.SUCCESS, Outcome.FAILED);
        workshop.collectLeftovers();
        assertThat(count("SELECT count(*) FROM key_action WHERE state = 'abandoned'"))
                .isEqualTo(2);
        execute("DELETE FROM key_action");
    }

    private List<Outcome> recorded() {
        return entries.all().stream()
                .filter(entry -> entry.leaf().type().equals("key.create"))
                .map(entry -> entry.leaf().outcome())
                .toList();
    }

    private static Response order() {
        return given().auth()
                .oauth2(TestIdentity.user("mila").in("demo", "ml-engineer").sign())
                .contentType("application/json")
                .header("Idempotency-Key", "order-1")
                .body(Map.of("name", "Front desk", "purpose", "support"))
                .post("/api/keys");
    }
}
