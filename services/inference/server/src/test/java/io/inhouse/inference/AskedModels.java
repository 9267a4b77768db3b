package io.inhouse.inference;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.inhouse.inference.models.CatalogueNow;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Models as they are approved before each test, and ways to ask them. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
abstract class AskedModels {
    static final TestToken APP = TestIdentity.app("key-app").in("demo", "app").purpose("support");

    @TestHTTPResource
    URI url;

    @Inject
    ObjectMapper json;

    @Inject
    RecordedEntries entries;

    @Inject
    AgroalDataSource dataSource;

    TestModels models;

    @Inject
    CatalogueNow catalogue;

    @BeforeEach
    void approve() throws IOException {
        models = new TestModels(json);
        models.aliases(Map.of("desk", "adp-1"));
        catalogue.follow();
        // An earlier look that comes late may still show the last test's adapters, whose files are gone.
        Eventually.holds(() -> asking().get("/v1/models")
                .then()
                .statusCode(200)
                .body("data.id", contains("tiny", "desk"))
                .body("data[1].created", equalTo((int) models.since().getEpochSecond())));
    }

    static RequestSpecification asking() {
        return given().auth().oauth2(APP.sign()).contentType("application/json");
    }

    static Map<String, Object> chat(String model, Object... more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", List.of(Map.of("role", "user", "content", "the card")));
        body.put("temperature", 0);
        body.put("max_tokens", 12);
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    static Response ask(Map<String, Object> body) {
        return asking().body(body).post("/v1/chat/completions");
    }

    static String text(Response response) {
        return response.then().statusCode(200).extract().path("choices[0].message.content");
    }

    void send(Socket socket, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + APP.sign()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    long waitingForTheLock() {
        return count("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'answer_chunk'::regclass");
    }

    long rows(String table) {
        return count("SELECT count(*) FROM " + table);
    }

    long count(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
