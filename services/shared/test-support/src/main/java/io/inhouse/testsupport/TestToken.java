package io.inhouse.testsupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An access token in the making. Every method returns a changed copy; {@link #sign()} gives the text. */
public final class TestToken {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> claims;

    TestToken(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** The stable {@code sub} of whoever has this name. */
    public static String subjectOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static TestToken of(String name, String clientId, String issuer) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subjectOf(name));
        claims.put("aud", List.of("inhouse", "account"));
        claims.put("azp", clientId);
        claims.put("typ", "Bearer");
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("preferred_username", name);
        claims.put("groups", List.of());
        claims.put("realm_access", Map.of("roles", List.of()));
        return new TestToken(claims);
    }

    /** Adds membership: groups {@code /projects/<project>/<role>}. */
    public TestToken in(String project, String... roles) {
        List<Object> groups = new ArrayList<>((List<?>) claims.getOrDefault("groups", List.of()));
        for (String role : roles) {
            groups.add("/projects/" + project + "/" + role);
        }
        return with("groups", groups);
    }

    /** Sets the realm roles. */
    public TestToken realm(String... roles) {
        return with("realm_access", Map.of("roles", List.of(roles)));
    }

    public TestToken purpose(String purpose) {
        return with("purpose", purpose);
    }

    public TestToken models(String... models) {
        return with("models", List.of(models));
    }

    public TestToken subject(String subject) {
        return with("sub", subject);
    }

    public TestToken audience(String audience) {
        return with("aud", audience);
    }

    public TestToken issuer(String issuer) {
        return with("iss", issuer);
    }

    public TestToken expired() {
        return with("exp", now() - 600).with("iat", now() - 1200);
    }

    public TestToken notBefore(Duration fromNow) {
        return with("nbf", now() + fromNow.toSeconds());
    }

    /** Becomes an ID token: says who logged in, and permits nothing. */
    public TestToken asIdToken() {
        return with("typ", "ID");
    }

    public TestToken with(String claim, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(claim, value);
        return new TestToken(changed);
    }

    /** Signed by the issuer; valid for five minutes unless said otherwise. */
    public String sign() {
        return sign(TestIdentity.key());
    }

    /** Signed by somebody else under the issuer's key id. */
    public String forge() {
        return sign(SigningKey.generate(TestIdentity.key().keyId()));
    }

    /** {@code alg: none}. */
    public String unsigned() {
        return encode(Map.of("alg", "none", "typ", "JWT")) + "." + encode(complete()) + ".";
    }

    /** The classic confusion of algorithms: HS256 with the issuer's public key as the secret. */
    public String signWithPublicKey() {
        String text = encode(Map.of(
                        "alg", "HS256", "typ", "JWT", "kid", TestIdentity.key().keyId())) + "." + encode(complete());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TestIdentity.key().publicKey().getEncoded(), "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> claims() {
        return claims;
    }

    private String sign(SigningKey key) {
        String text = encode(Map.of("alg", "RS256", "typ", "JWT", "kid", key.keyId())) + "." + encode(complete());
        return text + "." + base64(key.sign(text));
    }

    private Map<String, Object> complete() {
        Map<String, Object> complete = new LinkedHashMap<>(claims);
        complete.putIfAbsent("iat", now());
        complete.putIfAbsent("exp", now() + 300);
        return complete;
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static String encode(Map<String, Object> json) {
        try {
            return base64(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
