package io.inhouse.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.inhouse.ledger.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nothing is answered that is not recorded, and nothing sent that is not stored. */
@QuarkusTest
@RunningServer
class RecordFirstIT extends AskedModels {
    @Test
    void withoutTheRecordNothingIsAnswered() throws SQLException {
        execute("ALTER TABLE recording.outbox RENAME TO hidden");
        try {
            Response response = ask(chat("tiny"));

            response.then().statusCode(503).body("error.code", equalTo("record_unavailable"));
            assertThat(rows("answer")).isZero();
        } finally {
            execute("ALTER TABLE recording.hidden RENAME TO outbox");
        }
        assertThat(text(ask(chat("tiny")))).isNotEmpty();
    }

    /** Pieces cannot be stored while a lock holds the table; one answer hangs there, a second waits behind it. */
    @Test
    void aFullQueueSaysWhenToComeBackAndAHangUpIsRecordedAsInterrupted() throws SQLException, IOException {
        try (Connection lock = dataSource.getConnection();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE answer_chunk IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Response> hanging =
                    CompletableFuture.supplyAsync(() -> ask(chat("tiny", "stream", true)));
            Eventually.holds(() -> assertThat(rows("answer")).isEqualTo(1));
            try (Socket caller = new Socket(url.getHost(), url.getPort())) {
                send(caller, json.writeValueAsBytes(chat("tiny", "stream", true)));
                Eventually.holds(() -> assertThat(rows("answer")).isEqualTo(2));

                ask(chat("tiny"))
                        .then()
                        .statusCode(429)
                        .header("Retry-After", notNullValue())
                        .body("error.code", equalTo("rate_limit_exceeded"));
            }
            // The socket is closed: the caller has hung up.
            Eventually.holds(() -> assertThat(waitingForTheLock()).isGreaterThanOrEqualTo(2));
            lock.rollback();

            assertThat(hanging.join().statusCode()).isEqualTo(200);
        }
        Eventually.holds(() -> assertThat(entries.all().stream()
                        .filter(entry -> entry.leaf().type().equals("inference.response"))
                        .filter(entry -> entry.leaf().outcome() == Outcome.INTERRUPTED))
                .isNotEmpty());
        assertThat(rows("answer")).isZero();
    }

    @Test
    void noTextIsSentBeforeItIsStored() throws SQLException, IOException {
        try (Connection lock = dataSource.getConnection();
                Statement statement = lock.createStatement();
                Socket caller = new Socket(url.getHost(), url.getPort())) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE answer_chunk IN ACCESS EXCLUSIVE MODE");

            send(caller, json.writeValueAsBytes(chat("tiny", "stream", true)));

            Eventually.holds(() -> assertThat(waitingForTheLock()).isPositive());
            byte[] sent = new byte[caller.getInputStream().available()];
            assertThat(caller.getInputStream().readNBytes(sent, 0, sent.length)).isEqualTo(sent.length);
            assertThat(new String(sent, StandardCharsets.UTF_8)).doesNotContain("\"delta\":{\"content\"");
            lock.rollback();
            StringBuilder rest = new StringBuilder();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
            while (!rest.toString().contains("[DONE]")) {
                rest.append(in.readLine());
            }
            assertThat(rest.toString()).contains("\"delta\":{\"content\"");
        }
    }
}
