package io.inhouse.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.training.util.DownloadUtils;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients against addresses of RFC 5737, which nobody has; names are those of {@link KnownNames}. */
class RefusedConnectionsTest {
    @BeforeAll
    static void install() {
        EgressGuard.install();
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example", "metadata.example", "[2001:db8::7]"})
    void the_jdk_http_client_is_refused(String host) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://" + host + "/")).build();

            assertRefused(() -> client.send(request, HttpResponse.BodyHandlers.discarding()));
            assertRefused(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example"})
    void a_url_and_a_socket_are_refused(String host) {
        assertRefused(() -> URI.create("http://" + host + "/").toURL().openStream());
        assertRefused(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, 80), 1000);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example"})
    void postgresql_is_refused(String host) {
        assertRefused(
                () -> DriverManager.getConnection("jdbc:postgresql://" + host + ":5432/x?connectTimeout=2", "x", "x"));
    }

    @Test
    void kafka_finds_no_broker_outside() {
        assertThatThrownBy(() -> new KafkaProducer<>(
                        Map.of("bootstrap.servers", "public.example:9092"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()))
                .hasRootCauseMessage("No resolvable bootstrap urls given in bootstrap.servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example"})
    void djl_downloads_nothing(String host) {
        assertRefused(() -> DownloadUtils.download("http://" + host + "/model.zip", "target/model.zip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example"})
    void the_openai_client_is_refused(String host) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl("http://" + host + "/v1")
                .apiKey("x")
                .maxRetries(0)
                .build();
        try {
            assertRefused(() -> client.models().list());
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "public.example"})
    void vertx_is_refused(String host) {
        Vertx vertx = Vertx.vertx();
        try {
            assertRefused(() -> vertx.createHttpClient()
                    .request(HttpMethod.GET, 80, host, "/")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get());
            assertRefused(() -> vertx.createNetClient()
                    .connect(SocketAddress.inetSocketAddress(80, host))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void vertx_sends_no_datagram_outside() {
        Vertx vertx = Vertx.vertx();
        try {
            assertRefused(() -> vertx.createDatagramSocket()
                    .send("x", 53, "203.0.113.7")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void of_a_name_with_addresses_inside_and_outside_those_inside_are_left() throws Exception {
        assertThat(InetAddress.getAllByName("both.example"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.2.4");
        assertThat(InetAddress.getByName("private.example").getHostAddress()).isEqualTo("10.1.2.3");
    }

    @Test
    void an_allowed_name_may_stand_for_any_address_and_the_guard_remembers_it() throws Exception {
        InetAddress allowed = InetAddress.getByName("allowed.example");

        assertThat(allowed.getHostAddress()).isEqualTo("203.0.113.8");
        assertThatCode(() -> EgressGuard.ofThisProcess().check(InetAddress.ofLiteral("203.0.113.8")))
                .doesNotThrowAnyException();
        assertThatCode(() -> EgressGuard.ofThisProcess().check("198.51.100.15")).doesNotThrowAnyException();
    }

    @Test
    void what_is_inside_is_reached() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int port = server.getAddress().getPort();
            for (String host : List.of("localhost", "127.0.0.1")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(204);
                assertThat(vertx.createHttpClient()
                                .request(HttpMethod.GET, port, host, "/")
                                .compose(r -> r.send())
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get()
                                .statusCode())
                        .isEqualTo(204);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            server.stop(0);
        }
    }

    @Test
    void a_refusal_says_what_where_and_what_to_do_each_time_and_is_told_once() {
        EgressGuard guard = new EgressGuard(EgressRule.allowing(""));
        List<Refusal> refusals = new CopyOnWriteArrayList<>();
        guard.onRefusal(refusals::add);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard.check("203.0.113.7"))
                    .isInstanceOf(EgressRefusedException.class)
                    .hasMessageContainingAll("203.0.113.7", "inhouse.egress.allow", "INHOUSE_EGRESS_ALLOW");
        }

        assertThat(refusals).containsExactly(new Refusal("203.0.113.7", List.of("203.0.113.7")));
    }

    @Test
    void who_listens_later_hears_of_what_was_refused_before() {
        EgressGuard guard = new EgressGuard(EgressRule.allowing(""));
        assertRefused(() -> guard.inside("public.example", List.of(InetAddress.ofLiteral("203.0.113.7"))));
        List<Refusal> refusals = new CopyOnWriteArrayList<>();

        guard.onRefusal(refusals::add);

        assertThat(refusals).containsExactly(new Refusal("public.example", List.of("203.0.113.7")));
    }

    @Test
    void an_unknown_name_is_not_the_guards_business() {
        assertThatCode(() -> EgressGuard.ofThisProcess().check("unknown.example"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> InetAddress.getByName("unknown.example")).isInstanceOf(UnknownHostException.class);
    }

    private static void assertRefused(ThrowingCallable attempt) {
        Throwable failure = catchThrowable(attempt);
        assertThat(failure).isNotNull();
        Throwable cause = failure;
        while (cause != null
                && !(cause instanceof EgressRefusedException)
                && !(cause instanceof UnknownHostException)) {
            cause = cause.getCause();
        }
        // The JDK remembers for ten seconds that a name has no address to connect to, but not why.
        assertThat(cause).as("what %s came from", failure).isNotNull();
    }
}
