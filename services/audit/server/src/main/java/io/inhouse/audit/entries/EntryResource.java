package io.inhouse.audit.entries;

import io.inhouse.audit.client.EntryContent;
import io.inhouse.audit.client.EntryPage;
import io.inhouse.audit.client.EntryProof;
import io.inhouse.audit.client.ReadReason;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.ledger.TlogProof;
import io.inhouse.recording.encryption.SubjectKeys;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Entries over HTTP. */
@Path("/api/audit/entries")
@Produces(MediaType.APPLICATION_JSON)
public class EntryResource {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final Set<String> PARAMETERS = Set.of(
            "type", "outcome", "project", "stream", "actor", "subject", "object", "purpose", "since", "until", "limit",
            "cursor");
    /** No entry has it: what is asked of somebody without keys finds nothing. */
    private static final String NOBODY = "nobody";

    private final EntryReading reading;
    private final SubjectKeys subjectKeys;
    private final CurrentCaller caller;

    EntryResource(EntryReading reading, SubjectKeys subjectKeys, CurrentCaller caller) {
        this.reading = reading;
        this.subjectKeys = subjectKeys;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public EntryPage list(
            @Context UriInfo uri,
            @QueryParam("type") @Nullable String type,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("project") @Nullable String project,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("object") @Nullable String object,
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        for (String name : uri.getQueryParameters().keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw invalid(name, "is not known; known are " + new TreeSet<>(PARAMETERS));
            }
        }
        return reading.list(new EntryFilter(
                type,
                outcome,
                project,
                stream,
                pseudonym(actor),
                pseudonym(subject),
                object,
                purpose,
                time("since", since),
                time("until", until),
                Long.MAX_VALUE,
                place(cursor),
                (int) number("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT)));
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public EntryProof get(@PathParam("id") String id) {
        return reading.proof(id);
    }

    /**
     * A receipt that stands for itself (c2sp.org/tlog-proof), the entry in it. For the entry's own project, too: an
     * application that was told {@code x-receipt} fetches it here.
     */
    @GET
    @Path("{id}/proof")
    @Produces(MediaType.TEXT_PLAIN)
    @Authenticated
    public Response proof(@PathParam("id") String id) {
        return Response.ok(reading.receipt(caller.get(), id).encode(), "text/plain; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"entry" + TlogProof.SUFFIX + "\"")
                .build();
    }

    @POST
    @Path("{id}/content")
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public EntryContent content(@PathParam("id") String id, @Nullable ReadReason why) {
        return reading.open(caller.get(), id, Reason.of(why == null ? null : why.reason()));
    }

    private @Nullable String pseudonym(@Nullable String person) {
        return person == null ? null : subjectKeys.knownPseudonym(person).orElse(NOBODY);
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name, "is a time like 2026-11-22T12:00:00Z");
        }
    }

    private static @Nullable Cursor place(@Nullable String cursor) {
        try {
            return cursor == null ? null : Cursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw invalid("cursor", "is what the page before gave");
        }
    }

    private static long number(String name, @Nullable String text, long min, long max, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, "is a number");
        }
        throw invalid(name, "is a number from " + min + " to " + max);
    }

    private static PlatformException invalid(String parameter, String what) {
        return new PlatformException(
                Failure.INVALID_REQUEST, "The parameter " + parameter + " " + what + ".", Map.of("param", parameter));
    }
}
