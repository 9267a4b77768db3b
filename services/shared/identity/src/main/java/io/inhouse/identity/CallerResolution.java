package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From the claims of a verified token and the headers of a call to the {@link Caller}: which project, which roles, on
 * whose behalf. Pure.
 */
final class CallerResolution {
    /** Where realm-wide roles act when no project is named; base models belong to it. */
    static final String PLATFORM = "platform";

    private static final Set<String> PROJECT_ROLES =
            Set.of(Roles.DATA_STEWARD, Roles.ML_ENGINEER, Roles.APPROVER, Roles.APP);
    private static final Set<String> REALM_ROLES =
            Set.of(Roles.COMPLIANCE_OFFICER, Roles.PLATFORM_ADMIN, Roles.SERVICE);

    private CallerResolution() {}

    /** What a call says about itself beside its token. */
    record Headers(
            @Nullable String project,
            @Nullable String purpose,
            @Nullable String onBehalfOf,
            @Nullable String onBehalfOfName) {}

    /**
     * @param claims of a verified token
     * @throws PlatformException {@code FORBIDDEN} if the caller is not a member of the project, {@code INVALID_REQUEST}
     *     if it has several and names none
     */
    static Caller resolve(Map<String, Object> claims, Headers headers) {
        String subject = text(claims, "sub");
        String name = text(claims, "preferred_username");
        Set<String> realmRoles = realmRoles(claims);
        Map<String, Set<String>> memberships = memberships(claims);
        boolean service = realmRoles.contains(Roles.SERVICE);
        String project = service
                ? (headers.project() == null ? PLATFORM : headers.project())
                : project(memberships, realmRoles, headers.project());
        Set<String> roles = new HashSet<>(realmRoles);
        roles.addAll(memberships.getOrDefault(project, Set.of()));
        String purpose = claims.get("purpose") instanceof String bound ? bound : headers.purpose();
        String account = serviceAccount(claims, name);
        if (service) {
            // Only the platform's own services are believed when they say for whom they act.
            return new Caller(
                    headers.onBehalfOf() == null ? subject : headers.onBehalfOf(),
                    headers.onBehalfOfName() == null ? (account == null ? name : account) : headers.onBehalfOfName(),
                    Caller.Kind.SERVICE,
                    project,
                    roles,
                    purpose);
        }
        return new Caller(
                subject,
                account == null ? name : account,
                account == null ? Caller.Kind.USER : Caller.Kind.APP,
                project,
                roles,
                purpose);
    }

    /** Who presented the token, with nothing that a project would give: for telling who was refused one. */
    static Caller outside(Map<String, Object> claims) {
        String name = text(claims, "preferred_username");
        String account = serviceAccount(claims, name);
        return new Caller(
                text(claims, "sub"),
                account == null ? name : account,
                account == null ? Caller.Kind.USER : Caller.Kind.APP,
                PLATFORM,
                Set.of(),
                null);
    }

    /** The models a key is restricted to; empty for no restriction. */
    static Set<String> models(Map<String, Object> claims) {
        return Set.copyOf(texts(claims.get("models")));
    }

    private static String project(
            Map<String, Set<String>> memberships, Set<String> realmRoles, @Nullable String asked) {
        if (asked != null) {
            if (memberships.containsKey(asked) || (asked.equals(PLATFORM) && !realmRoles.isEmpty())) {
                return asked;
            }
            throw new PlatformException(
                    Failure.FORBIDDEN,
                    "The caller is not a member of the project named in the header OpenAI-Project. Its projects: "
                            + (memberships.isEmpty() ? "none" : String.join(", ", memberships.keySet())) + ".",
                    Map.of("param", "OpenAI-Project"));
        }
        if (memberships.size() == 1) {
            return memberships.keySet().iterator().next();
        }
        if (memberships.size() > 1) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The caller is a member of several projects (" + String.join(", ", memberships.keySet())
                            + "): name one in the header OpenAI-Project.",
                    Map.of("param", "OpenAI-Project"));
        }
        if (!realmRoles.isEmpty()) {
            return PLATFORM;
        }
        throw new PlatformException(
                Failure.FORBIDDEN, "The caller is not a member of any project. Ask an administrator of a project.");
    }

    /** Groups {@code /projects/<project>/<role>}; a group with any other last part gives membership but no role. */
    private static Map<String, Set<String>> memberships(Map<String, Object> claims) {
        Map<String, Set<String>> memberships = new TreeMap<>();
        for (String group : texts(claims.get("groups"))) {
            String[] parts = group.split("/", -1);
            if (parts.length == 4 && parts[0].isEmpty() && parts[1].equals("projects") && !parts[2].isEmpty()) {
                Set<String> roles = memberships.computeIfAbsent(parts[2], project -> new TreeSet<>());
                if (PROJECT_ROLES.contains(parts[3])) {
                    roles.add(parts[3]);
                }
            }
        }
        return memberships;
    }

    private static Set<String> realmRoles(Map<String, Object> claims) {
        Set<String> roles = new TreeSet<>();
        if (claims.get("realm_access") instanceof Map<?, ?> access) {
            roles.addAll(texts(access.get("roles")));
            roles.retainAll(REALM_ROLES);
        }
        return roles;
    }

    /** The client's id if the token is that of a client's own account, as Keycloak names them. */
    private static @Nullable String serviceAccount(Map<String, Object> claims, String name) {
        return claims.get("azp") instanceof String client && name.equals("service-account-" + client) ? client : null;
    }

    private static String text(Map<String, Object> claims, String claim) {
        return claims.get(claim) instanceof String text ? text : "";
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String one -> List.of(one);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
