package io.inhouse.datasets.approval;

import io.inhouse.datasets.catalogue.Datasets;
import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.upload.Uploads;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a second person decide. Who made or ever described the dataset, made the version or uploaded rows into it
 * does not approve it; an attempt is recorded as denied. The database refuses it too.
 */
@ApplicationScoped
public class Approval {
    private final Versions versions;
    private final Datasets datasets;
    private final Uploads uploads;
    private final Decisions decisions;
    private final Recorder recorder;

    Approval(Versions versions, Datasets datasets, Uploads uploads, Decisions decisions, Recorder recorder) {
        this.versions = versions;
        this.datasets = datasets;
        this.uploads = uploads;
        this.decisions = decisions;
        this.recorder = recorder;
    }

    /**
     * @throws PlatformException {@code FOUR_EYES} if the caller took part in making the version or is no person,
     *     {@code CONFLICT} if it is not sealed, {@code UNPROCESSABLE} if purposes, legal basis, licence or retention are missing
     */
    public DatasetVersion approve(Caller caller, DatasetVersion version, @Nullable String comment) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> approveLocked(caller, version.id(), comment));
        } catch (PlatformException e) {
            if (e.failure() == Failure.FOUR_EYES) {
                // After the rollback: what refuses must not hold the stream that the entry needs.
                recorder.recordNow(event("dataset.approve", caller, version, null)
                        .outcome(Outcome.DENIED)
                        .content("failure", Failure.FOUR_EYES.code())
                        .build());
            }
            throw e;
        }
    }

    /** Both locks are held until the commit, so the terms that are fixed are those whose authors were checked. */
    private DatasetVersion approveLocked(Caller caller, String version, @Nullable String comment) {
        DatasetVersion sealed = versions.lock(caller.project(), version);
        Dataset terms = datasets.lock(caller.project(), sealed.datasetId());
        refuseSelfApproval(caller, sealed);
        if (sealed.state() != VersionState.SEALED) {
            throw States.conflict(sealed, "approved", "a sealed version");
        }
        requireComplete(terms);
        if (!versions.approve(sealed.id(), terms, caller, comment)) {
            throw States.conflict(sealed, "approved", "a sealed version");
        }
        decisions.add(caller, sealed.id(), "approve", comment);
        recorder.record(event("dataset.approve", caller, sealed, comment)
                .content("purposes", terms.purposes())
                .content("legalBasis", terms.legalBasis())
                .content("licence", terms.licence())
                .content("retention", terms.retention())
                .build());
        return versions.get(caller.project(), sealed.id());
    }

    public DatasetVersion reject(Caller caller, DatasetVersion version, @Nullable String comment) {
        return move(caller, version, Set.of(VersionState.SEALED), VersionState.REJECTED, "reject", comment);
    }

    /** From now on no job sees the version. Everybody who could bring data in can also take it back. */
    public DatasetVersion withdraw(Caller caller, DatasetVersion version, @Nullable String comment) {
        return move(
                caller,
                version,
                Set.of(VersionState.SEALED, VersionState.APPROVED),
                VersionState.WITHDRAWN,
                "withdraw",
                comment);
    }

    private DatasetVersion move(
            Caller caller,
            DatasetVersion version,
            Set<VersionState> from,
            VersionState to,
            String decision,
            @Nullable String comment) {
        return QuarkusTransaction.requiringNew().call(() -> {
            DatasetVersion locked = versions.lock(caller.project(), version.id());
            if (!from.contains(locked.state()) || !versions.move(locked.id(), locked.state(), to, caller, comment)) {
                throw States.conflict(
                        locked, to.code(), from.size() == 1 ? "a sealed version" : "a sealed or approved version");
            }
            decisions.add(caller, locked.id(), decision, comment);
            recorder.record(
                    event("dataset." + decision, caller, locked, comment).build());
            return versions.get(caller.project(), locked.id());
        });
    }

    private void refuseSelfApproval(Caller caller, DatasetVersion version) {
        Set<String> makers = new HashSet<>(uploads.uploaders(version.id()));
        makers.addAll(datasets.authors(caller.project(), version.datasetId()));
        makers.add(version.createdBy());
        boolean key = caller.kind() == Caller.Kind.APP;
        if (!key && !makers.contains(caller.subject())) {
            return;
        }
        throw new PlatformException(
                Failure.FOUR_EYES,
                key
                        ? "An API key cannot approve a dataset version. A person with the role approver or data-steward does."
                        : "You took part in making this version, so somebody else with the role approver or data-steward has to approve it.",
                Map.of("version", version.id()));
    }

    private static void requireComplete(Dataset terms) {
        List<String> missing = new ArrayList<>();
        if (terms.purposes().isEmpty()) {
            missing.add("purposes");
        }
        if (terms.legalBasis() == null) {
            missing.add("legalBasis");
        }
        if (terms.licence() == null) {
            missing.add("licence");
        }
        if (terms.retention() == null) {
            missing.add("retention");
        }
        if (!missing.isEmpty()) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The dataset does not say everything that an approval needs. Missing: " + String.join(", ", missing)
                            + ". A data steward fills it in with PATCH /api/datasets/" + terms.id() + ".",
                    Map.of("missing", missing));
        }
    }

    private static AuditEvent.Builder event(
            String type, Caller caller, DatasetVersion version, @Nullable String comment) {
        return AuditEvent.of(type)
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("comment", comment);
    }
}
