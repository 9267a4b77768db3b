package io.inhouse.recording;

import io.inhouse.identity.Caller;
import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened. Everything in {@code content} is encrypted before it is stored; everything else appears in the clear
 * part of the entry, where actor and subject are pseudonyms.
 *
 * @param type from the catalogue of event types, for example {@code dataset.approve}
 * @param actor subject of who acted, or the service's name
 * @param subject the person the content is about, if it is known; the content is encrypted under that person's key
 * @param content JSON values only
 */
public record AuditEvent(
        String type,
        Outcome outcome,
        ActorKind actorKind,
        String actor,
        @Nullable String subject,
        @Nullable String project,
        @Nullable String purpose,
        List<ObjectReference> objects,
        Map<String, Object> content) {
    public AuditEvent {
        objects = List.copyOf(objects);
        content = Map.copyOf(content);
    }

    public static Builder of(String type) {
        return new Builder(type);
    }

    /** Collects an event; {@link Outcome#SUCCESS} unless said otherwise. */
    public static final class Builder {
        private final String type;
        private Outcome outcome = Outcome.SUCCESS;
        private ActorKind actorKind = ActorKind.SYSTEM;
        private String actor = "system";
        private @Nullable String subject;
        private @Nullable String project;
        private @Nullable String purpose;
        private final List<ObjectReference> objects = new ArrayList<>();
        private final Map<String, Object> content = new LinkedHashMap<>();

        private Builder(String type) {
            this.type = type;
        }

        /** Takes actor, project and purpose from the caller; the caller's name goes into the content. */
        public Builder by(Caller caller) {
            actorKind = ActorKind.of(caller.kind().name().toLowerCase(Locale.ROOT));
            actor = caller.subject();
            project = caller.project();
            purpose = caller.purpose();
            content.put("actor", caller.name());
            return this;
        }

        public Builder bySystem(String serviceName) {
            actorKind = ActorKind.SYSTEM;
            actor = serviceName;
            return this;
        }

        public Builder outcome(Outcome value) {
            outcome = value;
            return this;
        }

        public Builder about(@Nullable String person) {
            subject = person;
            return this;
        }

        public Builder project(@Nullable String value) {
            project = value;
            return this;
        }

        public Builder purpose(@Nullable String value) {
            purpose = value;
            return this;
        }

        public Builder object(String kind, String id) {
            objects.add(new ObjectReference(kind, id, null));
            return this;
        }

        public Builder object(String kind, String id, @Nullable String digest) {
            objects.add(new ObjectReference(kind, id, digest));
            return this;
        }

        /** @param value a JSON value: string, number, boolean, list or map of these; null is left out */
        public Builder content(String key, @Nullable Object value) {
            if (value != null) {
                content.put(key, value);
            }
            return this;
        }

        public AuditEvent build() {
            return new AuditEvent(type, outcome, actorKind, actor, subject, project, purpose, objects, content);
        }
    }
}
