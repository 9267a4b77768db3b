package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code Authorization: Bearer …} with an access token or an API key, turned into the {@link Caller}. */
@Singleton
class BearerMechanism implements HttpAuthenticationMechanism {
    static final String CALLER = "inhouse.caller";
    static final String MODELS = "inhouse.models";
    private static final String SCHEME = "bearer ";
    private static final int LONGEST_HEADER = 255;

    private final AccessTokens accessTokens;
    private final KeyExchange keyExchange;

    BearerMechanism(AccessTokens accessTokens, KeyExchange keyExchange) {
        this.accessTokens = accessTokens;
        this.keyExchange = keyExchange;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Uni.createFrom().nullItem();
        }
        String credential = header.substring(SCHEME.length()).strip();
        MultiMap headers = context.request().headers();
        String address = address(context);
        // The issuer's answer arrives on another thread; what follows belongs to this request.
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> accessToken(credential, address)
                        .thenCompose(token -> accessTokens
                                .verify(token)
                                .thenApply(claims -> identity(token, claims.getClaimsMap(), headers, context))))
                .onFailure(CompletionException.class)
                .transform(failure -> failure.getCause() == null ? failure : failure.getCause())
                .emitOn(command -> {
                    if (request == null) {
                        command.run();
                    } else {
                        request.runOnContext(_ -> command.run());
                    }
                });
    }

    /** The caller's, also behind the door: the server reads it from the headers of proxies that it trusts. */
    private static String address(RoutingContext context) {
        SocketAddress remote = context.request().remoteAddress();
        return remote == null || remote.host() == null ? "unknown" : remote.host();
    }

    private CompletableFuture<String> accessToken(String credential, String address) {
        if (!credential.startsWith(ApiKey.PREFIX)) {
            return CompletableFuture.completedFuture(credential);
        }
        try {
            return keyExchange.callersToken(ApiKey.parse(credential), address);
        } catch (AuthenticationFailedException | PlatformException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static SecurityIdentity identity(
            String token, Map<String, Object> claims, MultiMap headers, RoutingContext context) {
        Caller caller;
        try {
            caller = CallerResolution.resolve(
                    claims,
                    new CallerResolution.Headers(
                            header(headers, "OpenAI-Project"),
                            header(headers, "X-Inhouse-Purpose"),
                            header(headers, "X-Inhouse-On-Behalf-Of"),
                            header(headers, "X-Inhouse-On-Behalf-Of-Name")));
        } catch (PlatformException e) {
            if (e.failure() == Failure.FORBIDDEN) {
                context.put(
                        Outsider.KEY,
                        new Outsider(CallerResolution.outside(claims), header(headers, "OpenAI-Project")));
            }
            throw e;
        }
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.subject()))
                .addRoles(caller.roles())
                .addCredential(new TokenCredential(token, "bearer"))
                .addAttribute(CALLER, caller)
                .addAttribute(MODELS, CallerResolution.models(claims))
                .build();
    }

    private static @Nullable String header(MultiMap headers, String name) {
        String value = headers.get(name);
        return value == null || value.isBlank() || value.length() > LONGEST_HEADER ? null : value.strip();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }
}
