package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * Accepts a token only if it is an access token (not an ID or refresh token) of our issuer, for our audience, within its
 * time, and signed with an asymmetric algorithm by a key that the issuer publishes. Keys inside a token are ignored.
 */
@Singleton
class AccessTokens {
    private static final AlgorithmConstraints ASYMMETRIC = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA");
    private static final Validator ONLY_ACCESS_TOKENS = context ->
            "Bearer".equals(context.getJwtClaims().getClaimValueAsString("typ")) ? null : "not an access token";
    private static final String KEY_EXPIRES_AT = "key_expires_at";
    private static final int LONGEST = 16_384;

    private final IdentityConfig config;
    private final KeySet keySet;
    private final Clock clock;

    AccessTokens(IdentityConfig config, KeySet keySet, Clock clock) {
        this.config = config;
        this.keySet = keySet;
        this.clock = clock;
    }

    /** The claims; fails with {@link AuthenticationFailedException}, or with {@code UPSTREAM_UNAVAILABLE}. */
    CompletableFuture<JwtClaims> verify(String token) {
        JsonWebSignature signature;
        String keyId;
        try {
            if (token.length() > LONGEST
                    || !(JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature jws)) {
                return CompletableFuture.failedFuture(new AuthenticationFailedException("not a signed token"));
            }
            signature = jws;
            keyId = signature.getKeyIdHeaderValue();
        } catch (JoseException e) {
            return CompletableFuture.failedFuture(new AuthenticationFailedException("not a token"));
        }
        if (keyId == null) {
            return CompletableFuture.failedFuture(new AuthenticationFailedException("no key id"));
        }
        return keySet.find(keyId).thenApply(key -> {
            if (key.isEmpty()) {
                throw new AuthenticationFailedException("unknown key");
            }
            try {
                JwtClaims claims = new JwtConsumerBuilder()
                        .setVerificationKey(key.get().getPublicKey())
                        .setJwsAlgorithmConstraints(ASYMMETRIC)
                        .setExpectedIssuer(
                                true,
                                config.issuer()
                                        .orElseThrow(
                                                () -> new IllegalStateException(
                                                        "quarkus.oidc.token.issuer is not set: the issuer that tokens must name")))
                        .setExpectedAudience(true, config.audience())
                        .setRequireSubject()
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds((int) config.clockSkew().toSeconds())
                        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                        .registerValidator(ONLY_ACCESS_TOKENS)
                        .build()
                        .processToClaims(token);
                refuseExpiredKey(claims);
                return claims;
            } catch (InvalidJwtException e) {
                // Its message quotes the token's claims.
                throw new AuthenticationFailedException("token refused " + codes(e));
            }
        });
    }

    /** An API key may have an end, which the issuer knows nothing of: it only writes it into the key's tokens. */
    private void refuseExpiredKey(JwtClaims claims) {
        if (claims.getClaimValue(KEY_EXPIRES_AT) instanceof Number seconds
                && !clock.instant().isBefore(Instant.ofEpochSecond(seconds.longValue()))) {
            throw new PlatformException(
                    Failure.UNAUTHENTICATED,
                    "The time of this API key was over at " + Instant.ofEpochSecond(seconds.longValue())
                            + ". Ask an engineer of the project for a new one.");
        }
    }

    private static List<Integer> codes(InvalidJwtException exception) {
        return exception.getErrorDetails().stream()
                .map(error -> error.getErrorCode())
                .toList();
    }
}
