package io.inhouse.witness.administration;

import io.inhouse.witness.WitnessConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The witness has one administrator, who holds one token; it depends on no identity provider of the platform it watches. */
@ApplicationScoped
public class AdminToken implements HttpAuthenticationMechanism {
    static final String ROLE = "witness-admin";

    private static final int MIN_LENGTH = 32;
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    AdminToken(WitnessConfig config) {
        token = config.adminToken().getBytes(StandardCharsets.UTF_8);
        if (token.length < MIN_LENGTH) {
            throw new IllegalStateException(
                    "inhouse.witness.admin-token has to have at least " + MIN_LENGTH + " characters");
        }
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.startsWith(SCHEME)) {
            return Uni.createFrom().nullItem();
        }
        byte[] given = header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal("admin"))
                        .addRole(ROLE)
                        .build());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
