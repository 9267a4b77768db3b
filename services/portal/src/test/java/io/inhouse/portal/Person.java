package io.inhouse.portal;

import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody who can sign in.
 *
 * @param groups {@code <project>/<role>}
 * @param lifetime of the tokens given to them
 */
record Person(String name, List<String> groups, List<String> realmRoles, Duration lifetime) {
    static Person named(String name) {
        return new Person(name, List.of(), List.of(), Duration.ofMinutes(5));
    }

    Person in(String project, String... roles) {
        List<String> more = new ArrayList<>(groups);
        for (String role : roles) {
            more.add(project + "/" + role);
        }
        return new Person(name, more, realmRoles, lifetime);
    }

    Person realm(String... roles) {
        return new Person(name, groups, List.of(roles), lifetime);
    }

    Person tokensFor(Duration duration) {
        return new Person(name, groups, realmRoles, duration);
    }

    String subject() {
        return TestToken.subjectOf(name);
    }

    String encode() {
        return String.join("|", name, String.join(",", groups), String.join(",", realmRoles), lifetime.toString());
    }

    static Person decode(String text) {
        String[] parts = text.split("\\|", -1);
        return new Person(parts[0], list(parts[1]), list(parts[2]), Duration.parse(parts[3]));
    }

    TestToken token(long now) {
        TestToken token = TestIdentity.user(name)
                .with("realm_access", Map.of("roles", realmRoles))
                .with("exp", now + lifetime.toSeconds());
        for (String group : groups) {
            int slash = group.indexOf('/');
            token = token.in(group.substring(0, slash), group.substring(slash + 1));
        }
        return token;
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
