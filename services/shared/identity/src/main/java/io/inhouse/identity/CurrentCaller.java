package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/** Who makes the present call. */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws PlatformException {@code UNAUTHENTICATED} if the call carries no valid token or key */
    public Caller get() {
        Caller caller = identity.getAttribute(BearerMechanism.CALLER);
        if (caller == null) {
            throw unauthenticated();
        }
        return caller;
    }

    /** The models that the caller's key is restricted to, by name; empty for no restriction. */
    public Set<String> models() {
        Set<String> models = identity.getAttribute(BearerMechanism.MODELS);
        return models == null ? Set.of() : models;
    }

    /**
     * {@code Bearer <access token>}, to call another service with the caller's own rights; for an API key, the token it
     * was exchanged for.
     *
     * @throws PlatformException {@code UNAUTHENTICATED} if the call carries no valid token or key
     */
    public String bearer() {
        TokenCredential token = identity.getCredential(TokenCredential.class);
        if (token == null) {
            throw unauthenticated();
        }
        return "Bearer " + token.getToken();
    }

    private static PlatformException unauthenticated() {
        return new PlatformException(
                Failure.UNAUTHENTICATED,
                "No valid access token or API key was sent. Send one as 'Authorization: Bearer …'.");
    }
}
