package io.inhouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerResolutionTest {
    private static final CallerResolution.Headers NO_HEADERS = new CallerResolution.Headers(null, null, null, null);

    @Test
    void aGroupCannotConferARealmRole() {
        Caller caller = CallerResolution.resolve(
                claims(List.of("/projects/demo/service", "/projects/demo/platform-admin"), List.of()), NO_HEADERS);

        assertThat(caller.project()).isEqualTo("demo");
        assertThat(caller.roles()).isEmpty();
        assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
    }

    @Test
    void aRealmRoleCannotConferAProjectRole() {
        Caller caller =
                CallerResolution.resolve(claims(List.of(), List.of("approver", "compliance-officer")), NO_HEADERS);

        assertThat(caller.project()).isEqualTo("platform");
        assertThat(caller.roles()).containsExactly("compliance-officer");
    }

    @Test
    void rolesOfOneProjectAreNotHeldInAnother() {
        Caller caller = CallerResolution.resolve(
                claims(List.of("/projects/demo/approver", "/projects/claims/app"), List.of()),
                new CallerResolution.Headers("claims", null, null, null));

        assertThat(caller.roles()).containsExactly("app");
    }

    @Test
    void groupsOfAnotherShapeMeanNothing() {
        assertThatThrownBy(() -> CallerResolution.resolve(
                        claims(List.of("/projects/demo", "projects/demo/approver", "/teams/demo/approver"), List.of()),
                        NO_HEADERS))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FORBIDDEN));
    }

    private static Map<String, Object> claims(List<String> groups, List<String> realmRoles) {
        return Map.of(
                "sub", "subject",
                "preferred_username", "ada",
                "azp", "portal",
                "groups", groups,
                "realm_access", Map.of("roles", realmRoles));
    }
}
