package io.inhouse.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.inhouse.inference.keys.KeyWorkshop;
import io.inhouse.inference.models.CatalogueNow;
import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.KeycloakResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of applications at the real Keycloak with the real realm, and what can be done with them. */
@QuarkusTest
@RunningServer
@WithTestResource(KeysIT.Settings.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class KeysIT {
    /** Keycloak instead of the issuer within the JVM, and a shorter time until a change of a key is noticed. */
    public static final class Settings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            KeycloakResource keycloak = new KeycloakResource();
            keycloak.init(Map.of("client", "svc-inference"));
            Map<String, String> settings = new HashMap<>(keycloak.start());
            settings.put("inhouse.api-keys.client-secret", KeycloakResource.secret("svc-keys"));
            settings.put("inhouse.identity.key-recheck", "PT0.5S");
            return settings;
        }

        /** After the other issuer, whose settings it replaces. */
        @Override
        public int order() {
            return 100;
        }

        @Override
        public void stop() {}
    }

    @Inject
    ObjectMapper json;

    @Inject
    RecordedEntries entries;

    @Inject
    CatalogueNow catalogue;

    @Inject
    KeyWorkshop workshop;

    @Inject
    AgroalDataSource dataSource;

    @BeforeEach
    void serve() throws IOException {
        TestModels models = new TestModels(json);
        models.aliases(Map.of("desk", "adp-1"));
        catalogue.follow();
        Eventually.holds(() -> as("erik")
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("data.id", contains("tiny", "desk"))
                .body("data[1].created", equalTo((int) models.since().getEpochSecond())));
    }

    @Test
    void theLifeOfAKey() {
        // Given a key that an engineer made
        Response made = create("the life", "order-of-the-life");
        made.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("secret", startsWith("sk-key-"))
                .body("key.project", equalTo("demo"))
                .body("key.createdBy", equalTo("erik"))
                .body("key.state", equalTo("active"))
                .body("key.lastUsedAt", nullValue());
        String id = made.path("key.id");
        String secret = made.path("secret");

        // Then the same order sent again is the same key, and nobody sees the secret a second time
        create("the life", "order-of-the-life")
                .then()
                .statusCode(200)
                .body("key.id", equalTo(id))
                .body("secret", nullValue());
        create("another", "order-of-the-life").then().statusCode(409);
        assertThat(as("erik").get("/api/keys").asString()).contains(id).doesNotContain(secretPart(secret));

        // And it answers for its purpose and its models, which is noted
        Response answered = chat(secret, "desk");
        answered.then().statusCode(200);
        assertThat(entries.of("inference.request", answered.path("id"))
                        .getFirst()
                        .leaf()
                        .purpose())
                .isEqualTo("support");
        workshop.writeUses();
        as("erik").get("/api/keys/" + id).then().statusCode(200).body("lastUsedAt", notNullValue());

        // When it is restricted, then the other model is refused
        chat(secret, "tiny").then().statusCode(200);
        as("erik")
                .body(Map.of("models", List.of("desk")))
                .patch("/api/keys/" + id)
                .then()
                .statusCode(200)
                .body("models", contains("desk"))
                .body("purpose", equalTo("support"));
        Eventually.holds(() -> chat(secret, "tiny").then().statusCode(403));
        chat(secret, "desk").then().statusCode(200);

        // When it is disabled, then it works no more, until it is enabled again
        as("erik").post("/api/keys/" + id + "/disable").then().statusCode(200).body("state", equalTo("disabled"));
        Eventually.holds(() -> chat(secret, "desk").then().statusCode(401));
        as("erik").post("/api/keys/" + id + "/enable").then().statusCode(200).body("state", equalTo("active"));
        chat(secret, "desk").then().statusCode(200);
        chat(secret, "tiny").then().statusCode(403);

        // When it gets another secret, then only that one works
        Response rotated = as("erik").post("/api/keys/" + id + "/rotate");
        rotated.then().statusCode(200).header("Cache-Control", "no-store");
        String fresh = rotated.path("secret");
        assertThat(fresh).isNotEqualTo(secret).startsWith("sk-" + id + ".");
        chat(fresh, "desk").then().statusCode(200);
        Eventually.holds(() -> chat(secret, "desk").then().statusCode(401));

        // And all of it is on the record, without the secrets
        List<RecordedEntries.Entry> recorded = recordedOf(id);
        assertThat(recorded)
                .extracting(entry ->
                        entry.leaf().type() + " " + entry.leaf().outcome().code())
                .containsExactly(
                        "key.create success",
                        "key.restrict success",
                        "key.disable success",
                        "key.enable success",
                        "key.rotate success");
        assertThat(recorded.getFirst().content().path("purpose").asText()).isEqualTo("support");
        assertThat(recorded.get(1).content().path("modelsBefore")).hasSize(2);
        assertThat(recorded.toString()).doesNotContain(secretPart(secret), secretPart(fresh));
        assertThat(count("SELECT count(*) FROM key_action WHERE key_id = '" + id + "' AND state <> 'done'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sara", "amir", "olga"})
    void stewardsApproversAndOfficersHaveNothingToDoWithKeys(String person) {
        as(person).body(order("theirs")).post("/api/keys").then().statusCode(403);
        as(person).get("/api/keys").then().statusCode(403);
        as(person).post("/api/keys/key-1/disable").then().statusCode(403);
    }

    @Test
    void aKeyCannotMakeOrSeeKeys() {
        RequestSpecification app =
                given().auth().oauth2(KeycloakResource.apiKey("app-demo")).contentType("application/json");

        app.body(order("its own")).post("/api/keys").then().statusCode(403);
        app.get("/api/keys").then().statusCode(403);
    }

    @Test
    void anAdministratorSeesAndDisablesAllKeysAndChangesNone() {
        String id = create("for ada", null).path("key.id");

        as("ada").get("/api/keys").then().statusCode(200).body("id", hasItem(id));
        as("ada").body(order("hers")).post("/api/keys").then().statusCode(403);
        as("ada")
                .body(Map.of("models", List.of()))
                .patch("/api/keys/" + id)
                .then()
                .statusCode(403);
        as("ada").post("/api/keys/" + id + "/rotate").then().statusCode(403);
        as("ada").post("/api/keys/" + id + "/disable").then().statusCode(200).body("state", equalTo("disabled"));
        as("ada").post("/api/keys/" + id + "/enable").then().statusCode(403);

        assertThat(recordedOf(id)).extracting(entry -> entry.leaf().project()).containsOnly("demo");
    }

    @Test
    void anotherProjectsKeyIsNotThere() {
        workshop.make("key-elsewhere", "elsewhere", null);

        as("erik").get("/api/keys").then().body("id", not(hasItem("key-elsewhere")));
        as("erik").get("/api/keys/key-elsewhere").then().statusCode(404);
        as("erik")
                .body(Map.of("models", List.of()))
                .patch("/api/keys/key-elsewhere")
                .then()
                .statusCode(404);
        for (String what : List.of("disable", "enable", "rotate")) {
            as("erik").post("/api/keys/key-elsewhere/" + what).then().statusCode(404);
        }
        as("erik").post("/api/keys/svc-inference/rotate").then().statusCode(404);
        as("ada").get("/api/keys").then().body("id", hasItem("key-elsewhere"));
    }

    @ParameterizedTest
    @CsvSource({
        "name, '', 400, name",
        "models, gone, 400, models",
        "purpose, marketing, 403, purpose",
        "expiresAfter, soon, 400, expiresAfter",
        "expiresAfter, P-1D, 400, expiresAfter",
        "colour, blue, 400, ''"
    })
    void whatCouldNeverWorkIsRefused(String field, String value, int status, String param) {
        Map<String, Object> order = new HashMap<>(order("refused"));
        order.put(field, field.equals("models") ? List.of(value) : value);

        Response refused = as("erik").body(order).post("/api/keys");

        refused.then().statusCode(status);
        if (!param.isEmpty()) {
            refused.then().body("param", equalTo(param));
        }
        as("erik").get("/api/keys").then().body("name", not(hasItem("refused")));
    }

    @Test
    void aKeyWhoseTimeIsOverIsRefusedAndCannotBeWokenUp() {
        String secret = workshop.make("key-of-the-past", "demo", Instant.parse("2026-02-03T04:05:06Z"));

        chat(secret, "tiny")
                .then()
                .statusCode(401)
                .body("error.message", containsString("The time of this API key was over at 2026-02-03"));
        as("erik").get("/api/keys/key-of-the-past").then().body("state", equalTo("expired"));
        as("erik").post("/api/keys/key-of-the-past/rotate").then().statusCode(409);
        as("erik")
                .body(Map.of("name", "with an end", "purpose", "support", "expiresAfter", "P90D"))
                .post("/api/keys")
                .then()
                .statusCode(201)
                .body("key.expiresAt", notNullValue());
    }

    @Test
    void aKeyThatWasMadeButGivenToNobodyIsTakenAway() throws SQLException {
        workshop.order("key-lost", "demo");
        workshop.make("key-lost", "demo", null);
        execute("UPDATE key_action SET ordered_at = ordered_at - interval '1 hour' WHERE key_id = 'key-lost'");

        workshop.collectLeftovers();

        assertThat(workshop.exists("key-lost")).isFalse();
        assertThat(count("SELECT count(*) FROM key_action WHERE key_id = 'key-lost'"))
                .isZero();
        assertThat(recordedOf("key-lost"))
                .extracting(entry -> entry.leaf().outcome())
                .containsExactly(Outcome.SUCCESS, Outcome.INTERRUPTED);
    }

    private static Response create(String name, @Nullable String idempotencyKey) {
        RequestSpecification request = as("erik").body(order(name));
        return (idempotencyKey == null ? request : request.header("Idempotency-Key", idempotencyKey)).post("/api/keys");
    }

    private static Map<String, Object> order(String name) {
        return Map.of("name", name, "purpose", "support", "models", List.of("desk", "tiny"));
    }

    private static RequestSpecification as(String person) {
        return given().auth().oauth2(KeycloakResource.accessToken(person)).contentType("application/json");
    }

    private static Response chat(String key, String model) {
        return given().auth()
                .oauth2(key)
                .contentType("application/json")
                .body(AskedModels.chat(model))
                .post("/v1/chat/completions");
    }

    private List<RecordedEntries.Entry> recordedOf(String key) {
        return entries.all().stream()
                .filter(entry -> entry.object("api-key").equals(key))
                .collect(Collectors.toList());
    }

    private static String secretPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private long count(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
