package io.inhouse.portal.session;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in.
 *
 * @param name what a person would recognise
 * @param subject the token's {@code sub}
 * @param roles per project, by name, the roles held there
 * @param officer may search and read the record
 * @param admin may import base models, and see and disable the keys of all projects
 */
public record Visitor(String name, String subject, Map<String, Set<String>> roles, boolean officer, boolean admin) {
    /** The names a project may have; a group with another name gives no role. */
    public static final String PROJECT_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private static final Pattern GROUP = Pattern.compile("/projects/(" + PROJECT_NAME + ")/([a-z-]+)");
    private static final Set<String> IN_A_PROJECT = Set.of(Roles.DATA_STEWARD, Roles.ML_ENGINEER, Roles.APPROVER);

    /** @param claims groups ({@code /projects/<project>/<role>}) and realm roles of the access token; others are ignored */
    static Visitor of(String name, String subject, Collection<String> claims) {
        Map<String, Set<String>> roles = new TreeMap<>();
        for (String claim : claims) {
            Matcher group = GROUP.matcher(claim);
            if (group.matches() && IN_A_PROJECT.contains(group.group(2))) {
                roles.computeIfAbsent(group.group(1), project -> new TreeSet<>())
                        .add(group.group(2));
            }
        }
        return new Visitor(
                name, subject, roles, claims.contains(Roles.COMPLIANCE_OFFICER), claims.contains(Roles.PLATFORM_ADMIN));
    }

    public List<String> projects() {
        return List.copyOf(roles.keySet());
    }

    public boolean is(String role, String project) {
        return roles.getOrDefault(project, Set.of()).contains(role);
    }

    public boolean isAny(String project, String... anyOf) {
        return Arrays.stream(anyOf).anyMatch(role -> is(role, project));
    }

    /** Null if the visitor has none, or a choice. */
    public @Nullable String onlyProject() {
        return roles.size() == 1 ? roles.keySet().iterator().next() : null;
    }

    /** May decide about dataset versions. */
    public boolean decidesDatasets(String project) {
        return is(Roles.DATA_STEWARD, project) || is(Roles.APPROVER, project);
    }

    /** May look at tuning jobs. */
    public boolean seesJobs(String project) {
        return isAny(project, Roles.ML_ENGINEER, Roles.APPROVER);
    }

    /** May decide about adapters. */
    public boolean decidesAdapters(String project) {
        return is(Roles.APPROVER, project);
    }
}
