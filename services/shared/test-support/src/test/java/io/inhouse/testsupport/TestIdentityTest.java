package io.inhouse.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TestIdentityTest {
    @Test
    void aKeyIsExchangedOnlyWithItsSecret() throws Exception {
        // Given
        TestIdentity.allowKey(
                "key-reports", "right", TestIdentity.app("key-reports").in("demo", "app"));

        // When
        HttpResponse<String> right = exchange("key-reports", "right");
        HttpResponse<String> wrong = exchange("key-reports", "wrong");

        // Then
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).contains("access_token");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(TestIdentity.exchanges("key-reports")).isEqualTo(1);
    }

    @Test
    void aForgedTokenDiffersOnlyInItsSignature() {
        TestToken token = TestIdentity.user("ada").with("iat", 1).with("exp", 2);

        String[] signed = token.sign().split("\\.", -1);
        String[] forged = token.forge().split("\\.", -1);

        assertThat(forged[1]).isEqualTo(signed[1]);
        assertThat(forged[2]).isNotEqualTo(signed[2]);
    }

    private static HttpResponse<String> exchange(String client, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(TestIdentity.issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
