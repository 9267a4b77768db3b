package io.inhouse.portal.session;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The session of the request at hand. */
@RequestScoped
public class Session {
    private final RoutingContext request;

    Session(RoutingContext request) {
        this.request = request;
    }

    /** Empty on pages that anybody may see, because nobody asked for a role there. */
    public Optional<Visitor> visitor() {
        return identity().map(identity -> identity.getAttribute(ProjectRoles.VISITOR));
    }

    /** @throws IllegalStateException on a page that anybody may see */
    public Visitor required() {
        return visitor().orElseThrow(() -> new IllegalStateException("The page lacks a role annotation"));
    }

    /** The {@code Authorization} header with the visitor's own access token: the portal has no rights of its own. */
    public String bearer() {
        return "Bearer "
                + identity()
                        .orElseThrow()
                        .getCredential(AccessTokenCredential.class)
                        .getToken();
    }

    private Optional<SecurityIdentity> identity() {
        return request.user() instanceof QuarkusHttpUser user
                ? Optional.of(user.getSecurityIdentity())
                : Optional.empty();
    }
}
