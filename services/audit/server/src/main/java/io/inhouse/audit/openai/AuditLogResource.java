package io.inhouse.audit.openai;

import io.inhouse.failures.Failure;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Roles;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.encryption.SubjectKeys;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/organization/audit_logs}. Every parameter is honoured or refused. */
@Path("/v1/organization/audit_logs")
@Produces(MediaType.APPLICATION_JSON)
@OpenAiDialect
public class AuditLogResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final Set<String> PARAMETERS = Set.of(
            "effective_at[gt]",
            "effective_at[gte]",
            "effective_at[lt]",
            "effective_at[lte]",
            "project_ids[]",
            "event_types[]",
            "actor_ids[]",
            "resource_ids[]",
            "limit",
            "after",
            "before");
    /** No entry has it. */
    private static final String NOBODY = "nobody";

    private final AuditLogs logs;
    private final SubjectKeys subjectKeys;

    AuditLogResource(AuditLogs logs, SubjectKeys subjectKeys) {
        this.logs = logs;
        this.subjectKeys = subjectKeys;
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public AuditLogPage list(@Context UriInfo uri) {
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        for (String name : given.keySet()) {
            if (!PARAMETERS.contains(name) && !PARAMETERS.contains(name + "[]")) {
                throw new PlatformException(
                        Failure.UNSUPPORTED_PARAMETER,
                        "The parameter " + name + " is not supported; supported are " + new TreeSet<>(PARAMETERS) + ".",
                        Map.of("param", name));
            }
        }
        int limit = (int) number(given, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        List<String> actors = all(given, "actor_ids").stream()
                .map(actor -> subjectKeys.knownPseudonym(actor).orElse(NOBODY))
                .toList();
        String after = given.getFirst("after");
        String before = given.getFirst("before");
        List<Leaf> found = logs.list(new AuditLogQuery(
                later(second(given, "effective_at[gte]", 0), second(given, "effective_at[gt]", 1)),
                earlier(second(given, "effective_at[lt]", 0), second(given, "effective_at[lte]", 1)),
                all(given, "project_ids"),
                all(given, "event_types"),
                actors,
                all(given, "resource_ids"),
                after,
                before,
                limit));
        boolean more = found.size() > limit;
        boolean upwards = before != null && after == null;
        List<Leaf> page =
                !more ? found : upwards ? found.subList(found.size() - limit, found.size()) : found.subList(0, limit);
        return AuditLogPage.of(page, more);
    }

    /** OpenAI's clients write lists as {@code name[]=a&name[]=b}, others as {@code name=a}. */
    private static List<String> all(MultivaluedMap<String, String> given, String name) {
        List<String> values = new ArrayList<>(given.getOrDefault(name + "[]", List.of()));
        values.addAll(given.getOrDefault(name, List.of()));
        return values;
    }

    private static @Nullable Instant second(MultivaluedMap<String, String> given, String name, long plus) {
        return given.containsKey(name) ? Instant.ofEpochSecond(number(given, name, 0, LAST_SECOND, 0) + plus) : null;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static long number(MultivaluedMap<String, String> given, String name, long min, long max, long otherwise) {
        String text = given.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, min, max);
        }
        throw invalid(name, min, max);
    }

    private static PlatformException invalid(String name, long min, long max) {
        return new PlatformException(
                Failure.INVALID_REQUEST,
                "The parameter " + name + " is a number from " + min + " to " + max + ".",
                Map.of("param", name));
    }
}
