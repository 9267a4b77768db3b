package io.inhouse.witness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.Subtree;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.testsupport.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The protocol of c2sp.org/tlog-witness, answer by answer, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "witness"))
@SuppressWarnings("NullAway.Init")
class WitnessIT {
    private static final String TOKEN = "only-for-tests-0123456789abcdef0123456789";

    @Inject
    DataSource dataSource;

    /** A log that this witness knows. */
    private static final class Log {
        final SigningKey key;
        private final Map<Subtree, Hash> nodes = new HashMap<>();
        private final CompactRange tree = new CompactRange();

        Log(String origin, String entries, int count) {
            key = SigningKey.of(origin, new byte[32]);
            for (int i = 0; i < count; i++) {
                Hash leaf = Hash.ofLeaf((entries + i).getBytes(StandardCharsets.UTF_8));
                tree.append(leaf, (level, index, hash) -> nodes.put(new Subtree(level, index), hash));
            }
        }

        SignedNote head(long size) {
            return key.sign(new Checkpoint(key.verifier().name(), size, Proofs.root(size, this::node)).text());
        }

        List<Hash> proof(long from, long to) {
            return from == 0 ? List.of() : Proofs.consistency(from, to, this::node);
        }

        private Hash node(int level, long index) {
            return Objects.requireNonNull(nodes.get(new Subtree(level, index)));
        }
    }

    @Test
    void aGrowingLogIsCosignedAndTheNewestHeadIsShown() throws Exception {
        Log log = known("log.test/grows", "a");

        for (long[] step : new long[][] {{0, 1}, {1, 5}, {5, 5}, {5, 64}, {64, 100}}) {
            SignedNote head = log.head(step[1]);
            Response answer = add(step[0], log.proof(step[0], step[1]), head);

            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            SignedNote cosigned = SignedNote.parse(head.encode() + answer.asString());
            assertThat(cosigned.verify(witnessKeys())).hasSize(2);
            assertThat(cosigned.timeOf(witnessKeys().getFirst()).orElseThrow()).isGreaterThan(1_700_000_000L);
        }
        SignedNote newest = SignedNote.parse(given().queryParam("origin", "log.test/grows")
                .get("/checkpoint")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(Checkpoint.parse(newest.text()).size()).isEqualTo(100);
        assertThat(newest.verify(witnessKeys())).hasSize(2);
        assertThat(newest.verify(List.of(log.key.verifier()))).hasSize(1);
        given().auth().oauth2(TOKEN).get("/admin/logs").then().body("'log.test/grows'", equalTo(100));
    }

    @Test
    void whoAsksWithAnotherSizeIsToldTheRightOne() throws Exception {
        Log log = known("log.test/sizes", "a");
        add(0, List.of(), log.head(20)).then().statusCode(200);

        for (long old : List.of(0L, 10L, 21L)) {
            add(old, log.proof(old, 30), log.head(30))
                    .then()
                    .statusCode(409)
                    .contentType("text/x.tlog.size")
                    .body(equalTo("20\n"));
        }
        add(20, List.of(), log.head(10)).then().statusCode(400);
        add(20, log.proof(20, 30), log.head(30)).then().statusCode(200);
    }

    @Test
    void aForkIsRefusedAndKeptAsProof() throws Exception {
        Log log = known("log.test/forks", "a");
        Log fork = new Log("log.test/forks", "b", 100);
        add(0, List.of(), log.head(20)).then().statusCode(200);

        add(20, List.of(), fork.head(20)).then().statusCode(409).contentType("text/x.tlog.size");
        add(20, log.proof(10, 20), fork.head(20)).then().statusCode(409);
        add(20, fork.proof(20, 30), fork.head(30)).then().statusCode(422);

        assertThat(contradictionsOf("log.test/forks"))
                .as("the same head is kept once")
                .singleElement()
                .satisfies(request ->
                        assertThat(request).contains(fork.head(20).text().strip()));
        add(20, log.proof(20, 30), log.head(30)).then().statusCode(200);
    }

    /** A proof is not signed: anybody may put a wrong one beside a head that he read somewhere. */
    @Test
    void aWrongProofIsRefusedAndIsNoWordAgainstTheLog() throws Exception {
        Log log = known("log.test/slandered", "a");
        add(0, List.of(), log.head(20)).then().statusCode(200);

        add(20, List.of(), log.head(30)).then().statusCode(422);
        add(20, log.proof(10, 30), log.head(30)).then().statusCode(422);
        add(20, log.proof(10, 20), log.head(20)).then().statusCode(422);

        assertThat(contradictionsOf("log.test/slandered")).isEmpty();
        add(20, log.proof(20, 30), log.head(30)).then().statusCode(200);
    }

    private static List<String> contradictionsOf(String origin) {
        List<String> kept =
                given().auth().oauth2(TOKEN).get("/admin/contradictions").as(listOfStrings());
        return kept.stream().filter(request -> request.contains(origin)).toList();
    }

    private static Class<List<String>> listOfStrings() {
        @SuppressWarnings("unchecked")
        Class<List<String>> type = (Class<List<String>>) (Class<?>) List.class;
        return type;
    }

    @Test
    void whatIsUnknownOrUnsignedIsRefused() throws Exception {
        Log log = known("log.test/unsigned", "a");
        Log stranger = new Log("log.test/stranger", "a", 10);

        add(0, List.of(), stranger.head(5)).then().statusCode(404);
        SigningKey other = SigningKey.of("log.test/unsigned", new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        });
        add(0, List.of(), other.sign(log.head(5).text())).then().statusCode(403);
        SignedNote wrong = new SignedNote(log.head(6).text(), log.head(5).signatures());
        add(0, List.of(), wrong).then().statusCode(403);
        given().queryParam("origin", "log.test/unsigned")
                .get("/checkpoint")
                .then()
                .statusCode(404);
    }

    @Test
    void whatIsMalformedIsRefused() throws Exception {
        Log log = known("log.test/malformed", "a");
        String good = body(0, List.of(), log.head(5));

        for (String bad : List.of(
                "",
                "old 0\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "old 99999999999999999999"),
                good.replace("old 0", "new 0"),
                good.replace("old 0", "old 0\nAAAA"),
                good.replace(
                        "old 0",
                        "old 0\n" + (Hash.EMPTY_TREE.base64() + "\n").repeat(64).strip()),
                good.replace("\n5\n", "\n05\n"),
                good.replace("\u2014", "-"))) {
            given().body(bad.getBytes(StandardCharsets.UTF_8))
                    .post("/add-checkpoint")
                    .then()
                    .statusCode(400);
        }
    }

    /** Many at once from the same size: one is cosigned, and the log never falls back. */
    @Test
    void ofManyAtOnceOneIsCosigned() throws Exception {
        Log log = known("log.test/race", "a");
        add(0, List.of(), log.head(10)).then().statusCode(200);
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long size = 11 + i;
            requests.add(() -> add(10, log.proof(10, size), log.head(size)).statusCode());
        }
        List<Integer> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> answer : threads.invokeAll(requests)) {
                codes.add(answer.get());
            }
        }
        assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void theDatabaseItselfRefusesToShrinkOrToForget() throws Exception {
        Log log = known("log.test/database", "a");
        add(0, List.of(), log.head(10)).then().statusCode(200);
        for (String sql : List.of(
                "UPDATE witnessed_log SET size = 9 WHERE origin = 'log.test/database'",
                "UPDATE witnessed_log SET root = 'x' WHERE origin = 'log.test/database'",
                "DELETE FROM witnessed_log WHERE origin = 'log.test/database'")) {
            assertThatThrownBy(() -> execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("witnessed log");
        }
    }

    @Test
    void onlyTheAdministratorNamesLogs() throws Exception {
        String key = new Log("log.test/admin", "a", 1).key.verifier().toString();
        given().body(key).contentType("text/plain").put("/admin/logs").then().statusCode(401);
        given().auth()
                .oauth2("wrong")
                .body(key)
                .contentType("text/plain")
                .put("/admin/logs")
                .then()
                .statusCode(401);
        given().get("/admin/logs").then().statusCode(401);
        given().get("/admin/contradictions").then().statusCode(401);
        admin().body("nonsense").put("/admin/logs").then().statusCode(400);
        admin().body("").put("/admin/logs").then().statusCode(400);
        admin().body(key + "\n" + new Log("log.test/other", "a", 1).key.verifier())
                .put("/admin/logs")
                .then()
                .statusCode(400);
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TOKEN).contentType("text/plain");
    }

    private static Log known(String origin, String entries) {
        Log log = new Log(origin, entries, 100);
        admin().body(log.key.verifier() + "\n").put("/admin/logs").then().statusCode(204);
        return log;
    }

    private static List<VerifierKey> witnessKeys() {
        return given().get("/key")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(VerifierKey::parse)
                .toList();
    }

    private static Response add(long old, List<Hash> proof, SignedNote head) {
        return given().body(body(old, proof, head).getBytes(StandardCharsets.UTF_8))
                .post("/add-checkpoint");
    }

    private static String body(long old, List<Hash> proof, SignedNote head) {
        StringBuilder body = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(head.encode()).toString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
