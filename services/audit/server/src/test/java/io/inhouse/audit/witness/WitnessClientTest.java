package io.inhouse.audit.witness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A witness that misbehaves costs some time and memory, and both have a limit. */
@SuppressWarnings("NullAway.Init")
class WitnessClientTest {
    private static final SigningKey LOG = SigningKey.of("audit.test/log", new byte[32]);
    private static final int SIZE = 5;

    private HttpServer server;
    private HttpClient http;

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void end() {
        http.shutdownNow();
        server.stop(0);
    }

    private SignedNote.Signature cosign(Duration patience, HttpHandler answer)
            throws IOException, InterruptedException {
        server.createContext("/add-checkpoint", answer);
        TrustPolicy.Witness witness = new TrustPolicy.Witness(
                Cosigner.ed25519("witness.test/1", new byte[32]).verifier(),
                "http://127.0.0.1:" + server.getAddress().getPort());
        SignedNote head = LOG.sign(new Checkpoint("audit.test/log", SIZE, Hash.EMPTY_TREE).text());
        return new WitnessClient(http, witness, patience).cosign(head, SIZE, 0, old -> List.of());
    }

    private static HttpHandler size(String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(409, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    @Test
    void an_answer_that_never_ends_is_given_up() {
        HttpHandler headersAlone = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        };

        assertThatThrownBy(() -> cosign(Duration.ofMillis(500), headersAlone))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not answer within 500 ms");
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        HttpHandler endless = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[1 << 14];
            // Until the other side hangs up.
            while (true) {
                exchange.getResponseBody().write(some);
            }
        };

        assertThatThrownBy(() -> cosign(Duration.ofMinutes(1), endless))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no whole answer");
    }

    @Test
    void a_size_beyond_all_numbers_is_refused() {
        assertThatThrownBy(() -> cosign(Duration.ofMinutes(1), size("9999999999999999999\n")))
                .isInstanceOf(WitnessClient.RefusedException.class)
                .hasMessageContaining("no size");
    }

    @Test
    void a_larger_size_means_that_this_head_was_passed() {
        assertThatThrownBy(() -> cosign(Duration.ofMinutes(1), size("6\n")))
                .isInstanceOf(WitnessClient.PassedException.class)
                .hasMessageContaining("has cosigned 6 entries");
    }
}
