package io.inhouse.portal.session;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns what the access token says into the roles that hold for the page asked for: those of the project in the page's
 * address, and the realm's. Nothing else in a token becomes a role.
 */
@ApplicationScoped
class ProjectRoles implements SecurityIdentityAugmentor {
    static final String VISITOR = "inhouse.visitor";

    private static final Pattern IN_PROJECT = Pattern.compile("/projects/(" + Visitor.PROJECT_NAME + ")(/.*)?");

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Visitor visitor = Visitor.of(token.getName(), token.getSubject(), identity.getRoles());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(identity.getPrincipal())
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addAttribute(VISITOR, visitor)
                        .addPermissionChecker(identity::checkPermission)
                        .addRoles(roles(visitor, HttpSecurityUtils.getRoutingContextAttribute(attributes)))
                        .build());
    }

    private static Set<String> roles(Visitor visitor, RoutingContext request) {
        Set<String> roles = new LinkedHashSet<>();
        if (visitor.officer()) {
            roles.add(Roles.COMPLIANCE_OFFICER);
        }
        if (visitor.admin()) {
            roles.add(Roles.PLATFORM_ADMIN);
        }
        if (request != null) {
            Matcher path = IN_PROJECT.matcher(request.normalizedPath());
            if (path.matches()) {
                roles.addAll(visitor.roles().getOrDefault(path.group(1), Set.of()));
            }
        }
        return roles;
    }
}
