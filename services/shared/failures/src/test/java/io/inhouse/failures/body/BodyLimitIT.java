package io.inhouse.failures.body;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are written by hand: what matters is how they announce their length. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BodyLimitIT {
    private static final int MIB = 1 << 20;
    /** Little enough for the kernel to keep what the server does not read. */
    private static final int MORE = 1 << 15;

    @TestHTTPResource
    URI server;

    @Test
    void aBodyThatAnnouncesItselfAsTooLongIsRefusedBeforeItIsRead() throws IOException {
        String answer = answer("/api/fail", "Content-Length: 9000000", "{\"name\":\"");

        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"payload_too_large\"");
    }

    @Test
    void aBodyOfUnknownLengthIsReadOnlyAsFarAsItMayGo() throws IOException {
        String items = "{\"count\":1},".repeat((MIB + MORE) / 12);

        String answer = answer("/api/fail", "Transfer-Encoding: chunked", chunk("{\"name\":\"a\",\"items\":[" + items));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("payload_too_large", "at most 1048576 bytes");
    }

    @Test
    void theRefusalSpeaksTheResourcesDialect() throws IOException {
        String answer =
                answer("/v1/fail", "Transfer-Encoding: chunked", chunk("{\"name\":\"" + "a".repeat(MIB + MORE)));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"error\":{").contains("payload_too_large");
    }

    @Test
    void anEndpointMayAllowMoreAndNoMoreThanThat() throws IOException {
        String answer = answer(
                "/api/fail/large",
                "Transfer-Encoding: chunked\r\nContent-Type: text/plain",
                chunk("a".repeat(2 * MIB)) + "0\r\n\r\n");
        String refused = answer(
                "/api/fail/large",
                "Transfer-Encoding: chunked\r\nContent-Type: text/plain",
                chunk("a".repeat(3 * MIB + MORE)));

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith(Integer.toString(2 * MIB));
        assertThat(refused).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void aBodyThatIsNotTooLongIsTakenHoweverItComes(int name) throws IOException {
        String body = "{\"name\":\"" + "a".repeat(name) + "\"}";

        String chunked = answer("/api/fail", "Transfer-Encoding: chunked", chunk(body) + "0\r\n\r\n");
        String whole = answer("/api/fail", "Content-Length: " + body.length(), body);

        assertThat(chunked).startsWith("HTTP/1.1 200").endsWith("a".repeat(name));
        assertThat(whole).startsWith("HTTP/1.1 200").endsWith("a".repeat(name));
    }

    @Test
    void whatIsTakenAsAStreamHasNoLimitHere() {
        given().contentType("application/octet-stream")
                .body(new byte[3 * MIB])
                .post("/api/fail/stream")
                .then()
                .statusCode(200)
                .body(equalTo(Integer.toString(3 * MIB)));
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
    }

    /** Sends what there is and waits for the answer, whether or not the server has read all of it. */
    private String answer(String path, String headers, String body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            String type = headers.contains("Content-Type") ? "" : "Content-Type: application/json\r\n";
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + type + headers + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return read(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static String read(BufferedReader in) throws IOException {
        StringBuilder answer = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            answer.append(line).append('\n');
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        char[] content = new char[length];
        for (int at = 0, n; at < length && (n = in.read(content, at, length - at)) > 0; ) {
            at += n;
        }
        return answer.append(content).toString();
    }
}
