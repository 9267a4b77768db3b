package io.inhouse.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling.
 *
 * @param subject the token's {@code sub}; of a service that acts for somebody, that person's
 * @param name what a person would recognise: user name or client id
 * @param kind a person, an application with an API key, or one of the platform's own services
 * @param project the project this call is for; never empty
 * @param roles the caller's roles in that project, and realm roles
 * @param purpose the purpose bound to the caller's key or declared in the call
 */
public record Caller(
        String subject,
        String name,
        Kind kind,
        String project,
        Set<String> roles,
        @Nullable String purpose) {
    public enum Kind {
        USER,
        APP,
        SERVICE
    }

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }
}
