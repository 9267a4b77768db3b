package io.inhouse.audit.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.Leaf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page as OpenAI's API gives it: {@code {"object":"list","data":[…],"first_id","last_id","has_more"}}. Types are ours; persons
 * are pseudonyms, which {@code actor_ids[]} translates.
 */
public record AuditLogPage(
        String object,
        List<Map<String, Object>> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {
    static AuditLogPage of(List<Leaf> leaves, boolean more) {
        return new AuditLogPage(
                "list",
                leaves.stream().map(AuditLogPage::entry).toList(),
                leaves.isEmpty() ? null : leaves.getFirst().id(),
                leaves.isEmpty() ? null : leaves.getLast().id(),
                more);
    }

    private static Map<String, Object> entry(Leaf leaf) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("object", "organization.audit_log");
        entry.put("id", leaf.id());
        entry.put("type", leaf.type());
        entry.put("effective_at", leaf.ts().getEpochSecond());
        String project = leaf.project();
        if (project != null) {
            entry.put("project", Map.of("id", project, "name", project));
        }
        Map<String, Object> user = Map.of("id", leaf.actorPseudonym());
        entry.put(
                "actor",
                leaf.actorKind() == ActorKind.USER
                        ? Map.of("type", "session", "session", Map.of("user", user))
                        : Map.of(
                                "type",
                                "api_key",
                                "api_key",
                                Map.of(
                                        "id",
                                        leaf.actorPseudonym(),
                                        "type",
                                        "service_account",
                                        "service_account",
                                        user)));
        Map<String, Object> details = new LinkedHashMap<>();
        if (!leaf.objects().isEmpty()) {
            details.put("id", leaf.objects().getFirst().id());
        }
        details.put("outcome", leaf.outcome().code());
        String purpose = leaf.purpose();
        if (purpose != null) {
            details.put("purpose", purpose);
        }
        details.put(
                "resources",
                leaf.objects().stream()
                        .map(object -> Map.of("type", object.kind(), "id", object.id()))
                        .toList());
        entry.put(leaf.type(), details);
        return entry;
    }
}
