package io.inhouse.portal.audit;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What an officer looks for, as it stands in the address.
 *
 * @param object id of what the entry is about
 * @param actor subject of the person who acted
 * @param subject of the person whom the content is about
 * @param from first moment, {@code 2026-11-22T09:30} in UTC
 * @param to the moment after the last
 * @param cursor of the page before
 */
public record Search(
        @QueryParam("type") @Nullable String type,
        @QueryParam("outcome") @Nullable String outcome,
        @QueryParam("object") @Nullable String object,
        @QueryParam("actor") @Nullable String actor,
        @QueryParam("subject") @Nullable String subject,
        @QueryParam("project") @Nullable String project,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to,
        @QueryParam("cursor") @Nullable String cursor) {
    public boolean isFirstPage() {
        return cursor == null;
    }

    /** The address of this search from a cursor on; from the newest entries if null. */
    public String at(@Nullable String start) {
        UriBuilder address = UriBuilder.fromPath("/audit");
        add(address, "type", type);
        add(address, "outcome", outcome);
        add(address, "object", object);
        add(address, "actor", actor);
        add(address, "subject", subject);
        add(address, "project", project);
        add(address, "from", from);
        add(address, "to", to);
        add(address, "cursor", start);
        return address.build().toString();
    }

    public boolean outcomeIs(String code) {
        return code.equals(outcome);
    }

    private static void add(UriBuilder address, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            address.queryParam(name, "{value}").resolveTemplate("value", value);
        }
    }
}
