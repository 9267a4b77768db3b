package io.inhouse.registry.adapters;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.basemodels.ModelNames;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.RollBack;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points an alias back to the adapter before, in one step: for the minute in which a new adapter turns out to be wrong. A
 * person does it who approves adapters; also one who had a hand in the older adapter, because a second person had approved
 * that one for this very name.
 */
@Singleton
public class AliasRollBack {
    private final Adapters adapters;
    private final Aliases aliases;
    private final ModelNames names;
    private final Recorder recorder;
    private final Clock clock;

    AliasRollBack(Adapters adapters, Aliases aliases, ModelNames names, Recorder recorder, Clock clock) {
        this.adapters = adapters;
        this.aliases = aliases;
        this.names = names;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** @throws PlatformException {@code CONFLICT} if the alias has moved meanwhile or has nowhere to go back to */
    public ModelAlias run(String alias, RollBack order, Caller caller) {
        if (caller.kind() == Caller.Kind.APP) {
            throw new PlatformException(Failure.FORBIDDEN, "An API key cannot roll back. A person who approves does.");
        }
        String from = given("from", order.from());
        String comment = Comment.of(order.comment());
        String project = caller.project();
        return QuarkusTransaction.requiringNew().call(() -> {
            names.hold(alias);
            String present = aliases.target(project, alias)
                    .orElseThrow(() -> new PlatformException(
                            Failure.NOT_FOUND, "There is no alias " + alias + " in this project."));
            if (!present.equals(from)) {
                throw new PlatformException(
                        Failure.CONFLICT,
                        "The alias " + alias + " has been moved meanwhile; nothing was changed. Look again.");
            }
            String previous = aliases.previous(project, alias)
                    .orElseThrow(() -> new PlatformException(
                            Failure.CONFLICT,
                            "The alias " + alias + " never pointed to another adapter that is still approved."));
            aliases.move(project, alias, previous, clock.instant().truncatedTo(ChronoUnit.MICROS));
            Adapter adapter = adapters.inProject(previous, project);
            recorder.record(AuditEvent.of("model.alias")
                    .by(caller)
                    .object("adapter", adapter.id(), adapter.digest())
                    .object("tuning-job", adapter.job())
                    .content("alias", alias)
                    .content("before", present)
                    .content("rolledBack", true)
                    .content("comment", comment)
                    .build());
            return aliases.named(project, alias, adapters);
        });
    }

    private static String given(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new PlatformException(Failure.INVALID_REQUEST, "'" + name + "' is missing.", Map.of("param", name));
        }
        return value.strip();
    }
}
