package io.inhouse.registry.adapters;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.basemodels.BaseModels;
import io.inhouse.registry.basemodels.ModelNames;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.Approval;
import io.inhouse.registry.client.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Approval, rejection, retirement. Who approves is a person, and neither the job's owner nor who registered the adapter;
 * the database holds the latter too. State, alias and entry of the record change in one transaction.
 */
@Singleton
public class AdapterDecision {
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Adapters adapters;
    private final Aliases aliases;
    private final BaseModels baseModels;
    private final ModelNames names;
    private final Recorder recorder;
    private final Clock clock;

    AdapterDecision(
            Adapters adapters,
            Aliases aliases,
            BaseModels baseModels,
            ModelNames names,
            Recorder recorder,
            Clock clock) {
        this.adapters = adapters;
        this.aliases = aliases;
        this.baseModels = baseModels;
        this.names = names;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Approves, and points the alias here. An approved adapter may be approved again, which moves the alias (back) to it. */
    public Adapter approve(String id, Approval approval, Caller caller) {
        String comment = Comment.of(approval.comment());
        String alias = alias(approval.alias());
        Adapter adapter = adapters.inProject(id, caller.project());
        refuseOwnWork(adapter, caller);
        return QuarkusTransaction.requiringNew().call(() -> {
            names.hold(alias);
            refuseBaseModelsName(alias);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            boolean approved =
                    adapters.decide(id, AdapterState.REGISTERED, AdapterState.APPROVED, caller, comment, now);
            if (!approved && adapters.inProject(id, caller.project()).state() != AdapterState.APPROVED) {
                throw conflict(id, caller, "approved");
            }
            Optional<String> before = aliases.move(caller.project(), alias, id, now);
            if (approved) {
                recorder.record(about("model.approve", adapter, caller)
                        .content("comment", comment)
                        .build());
            }
            recorder.record(about("model.alias", adapter, caller)
                    .content("alias", alias)
                    .content("before", before.orElse(null))
                    .content("comment", comment)
                    .build());
            return adapters.inProject(id, caller.project());
        });
    }

    public Adapter reject(String id, Refusal refusal, Caller caller) {
        String comment = Comment.of(refusal.comment());
        Adapter adapter = adapters.inProject(id, caller.project());
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (!adapters.decide(id, AdapterState.REGISTERED, AdapterState.REJECTED, caller, comment, now)) {
                throw conflict(id, caller, "rejected");
            }
            recorder.record(about("model.reject", adapter, caller)
                    .content("comment", comment)
                    .build());
            return adapters.inProject(id, caller.project());
        });
    }

    /** Takes an approved adapter out of service: its aliases go first, or the database refuses. */
    public Adapter retire(String id, Refusal refusal, Caller caller) {
        String comment = Comment.of(refusal.comment());
        Adapter adapter = adapters.inProject(id, caller.project());
        return QuarkusTransaction.requiringNew().call(() -> {
            List<String> removed = aliases.of(id);
            aliases.remove(id);
            if (!adapters.retire(id)) {
                throw conflict(id, caller, "retired");
            }
            recorder.record(about("model.retire", adapter, caller)
                    .content("comment", comment)
                    .content("aliases", removed)
                    .build());
            return adapters.inProject(id, caller.project());
        });
    }

    private void refuseOwnWork(Adapter adapter, Caller caller) {
        boolean key = caller.kind() == Caller.Kind.APP;
        boolean owner = adapter.owner().equals(caller.subject());
        boolean registrar = QuarkusTransaction.requiringNew()
                .call(() -> adapters.registrar(adapter.id()))
                .equals(caller.subject());
        if (!key && !owner && !registrar) {
            return;
        }
        recorder.recordNow(about("model.approve", adapter, caller)
                .outcome(Outcome.DENIED)
                .content(
                        "reason",
                        key
                                ? "an API key is not a person"
                                : owner ? "the approver owns the job" : "the approver registered the adapter")
                .build());
        throw new PlatformException(
                Failure.FOUR_EYES,
                key
                        ? "An API key cannot approve an adapter. A person of the project who is an approver does."
                        : "The adapter was trained by a job of " + adapter.ownerName()
                                + ". Somebody else of the project who is an approver has to approve it.");
    }

    private PlatformException conflict(String id, Caller caller, String wish) {
        return new PlatformException(
                Failure.CONFLICT,
                "The adapter is "
                        + adapters.inProject(id, caller.project()).state().code() + " and cannot be " + wish + ".");
    }

    private static String alias(@Nullable String alias) {
        if (alias == null || !ALIAS.matcher(alias).matches()) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "'alias' must be 1 to 64 lower-case letters, digits, '.', '_' or '-', and begin with a letter or digit.",
                    Map.of("param", "alias"));
        }
        return alias;
    }

    private void refuseBaseModelsName(String alias) {
        if (baseModels.lookUp(alias).isPresent()) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "'" + alias + "' is the name of a base model. Choose another alias.",
                    Map.of("param", "alias"));
        }
    }

    private static AuditEvent.Builder about(String type, Adapter adapter, Caller caller) {
        return AuditEvent.of(type)
                .by(caller)
                .object("adapter", adapter.id(), adapter.digest())
                .object("tuning-job", adapter.job());
    }
}
