package io.inhouse.datasets.versions;

import io.inhouse.datasets.catalogue.Datasets;
import io.inhouse.datasets.client.DataGovernance;
import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NewVersion;
import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.VersionChange;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.names.Scanners;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.requests.SameKeyLock;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions of all datasets; every method looks only at one project's. */
@ApplicationScoped
public class Versions implements PanacheRepositoryBase<VersionEntity, String> {
    private final Datasets datasets;
    private final Scanners scanners;
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;

    Versions(Datasets datasets, Scanners scanners, Recorder recorder, Identifiers identifiers, Clock clock) {
        this.datasets = datasets;
        this.scanners = scanners;
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Transactional
    public DatasetVersion create(Caller caller, String dataset, NewVersion request, @Nullable IdempotencyKey key) {
        if (key != null) {
            SameKeyLock.hold(getEntityManager(), caller.project(), key);
            VersionEntity before = find("project = ?1 and idempotencyKey = ?2", caller.project(), key.key())
                    .firstResult();
            if (before != null) {
                key.requireSame(before.idempotencyFingerprint);
                return describe(before);
            }
        }
        VersionEntity version = store(caller, dataset, request, key);
        recorder.record(AuditEvent.of("dataset.version")
                .by(caller)
                .object("dataset", dataset)
                .object("dataset-version", version.id)
                .content("number", version.number)
                .content("heldOutFraction", Double.toString(version.heldOutFraction))
                .content("seed", version.seed)
                .content("actions", version.actions)
                .build());
        return describe(version);
    }

    /** An empty version for one file; the file's own event records it. */
    @Transactional
    public DatasetVersion createForFile(Caller caller, String dataset) {
        return describe(store(caller, dataset, new NewVersion(null, null, null), null));
    }

    private VersionEntity store(Caller caller, String dataset, NewVersion request, @Nullable IdempotencyKey key) {
        datasets.get(caller.project(), dataset);
        double heldOut = request.heldOutFraction() == null ? 0 : request.heldOutFraction();
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "heldOutFraction is at least 0 and below 1, not " + heldOut + ".",
                    Map.of("param", "heldOutFraction"));
        }
        // Numbers of one dataset are given one after the other.
        getEntityManager()
                .createNativeQuery("SELECT id FROM dataset WHERE id = ?1 FOR UPDATE")
                .setParameter(1, dataset)
                .getSingleResult();
        Number highest = (Number) getEntityManager()
                .createNativeQuery("SELECT coalesce(max(number), 0) FROM dataset_version WHERE dataset_id = ?1")
                .setParameter(1, dataset)
                .getSingleResult();
        VersionEntity version = new VersionEntity();
        version.id = identifiers.next("dsv");
        version.project = caller.project();
        version.dataset = dataset;
        version.number = highest.intValue() + 1;
        version.state = VersionState.DRAFT.code();
        version.heldOutFraction = heldOut;
        version.seed = request.seed() == null ? 0 : request.seed();
        version.actions = actions(request.actions());
        version.recogniser = scanners.of(caller.project()).version();
        version.createdBy = caller.subject();
        version.createdByName = caller.name();
        version.createdAt = clock.instant();
        if (key != null) {
            version.idempotencyKey = key.key();
            version.idempotencyFingerprint = key.fingerprint();
        }
        persistAndFlush(version);
        return version;
    }

    /**
     * Decides anew what happens to personal data. Whoever decides that does not approve the version.
     *
     * @throws PlatformException {@code INVALID_REQUEST} if nothing is decided, {@code CONFLICT} if the version has rows, is
     *     taking some in, or is no draft
     */
    @Transactional
    public DatasetVersion change(Caller caller, DatasetVersion version, @Nullable VersionChange change) {
        Map<PersonalDataType, PersonalDataAction> decided = change == null ? null : change.actions();
        if (decided == null || decided.containsValue(null)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    decided == null
                            ? "actions is missing: per type of personal data mask, pseudonym, block or keep."
                            : "A type of personal data in actions has no action: mask, pseudonym, block or keep.",
                    Map.of("param", "actions"));
        }
        DatasetVersion locked = lock(caller.project(), version.id());
        // An upload that has begun goes on with what was decided when it did.
        if (locked.state() != VersionState.DRAFT || hasUploads(locked.id())) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "What happens to personal data is decided before the first rows are in. Create a new version.",
                    Map.of("state", locked.state().code()));
        }
        Map<PersonalDataType, PersonalDataAction> actions = new EnumMap<>(locked.actions());
        actions.putAll(decided);
        update("actions = ?1 where id = ?2 and state = 'draft'", actions(actions), locked.id());
        datasets.addAuthor(caller, locked.datasetId());
        flush();
        getEntityManager().clear();
        recorder.record(AuditEvent.of("dataset.version")
                .by(caller)
                .object("dataset", locked.datasetId())
                .object("dataset-version", locked.id())
                .content("number", locked.number())
                .content("actions", actions(actions))
                .build());
        return get(caller.project(), locked.id());
    }

    private boolean hasUploads(String version) {
        return (Boolean) getEntityManager()
                .createNativeQuery("SELECT EXISTS (SELECT 1 FROM upload WHERE version_id = ?1 AND state <> 'failed')")
                .setParameter(1, version)
                .getSingleResult();
    }

    /** All versions of a dataset, newest first. */
    public List<DatasetVersion> ofDataset(String project, String dataset) {
        datasets.get(project, dataset);
        return describe(list("project = ?1 and dataset = ?2 order by number desc", project, dataset));
    }

    /** The project's versions in a state, newest first. */
    public List<DatasetVersion> inState(String project, VersionState state, int limit) {
        return describe(find("project = ?1 and state = ?2 order by id desc", project, state.code())
                .page(0, limit)
                .list());
    }

    /**
     * @param version {@code dsv-…}, or {@code file-…}
     * @throws PlatformException {@code NOT_FOUND} if the project has no such version
     */
    public DatasetVersion get(String project, String version) {
        String id = version.startsWith("file-") ? versionOfFile(project, version) : version;
        return describe(find("id = ?1 and project = ?2", id, project)
                .firstResultOptional()
                .orElseThrow(() -> missing(version)));
    }

    /** @throws PlatformException {@code NOT_FOUND} if the dataset has no such version */
    public DatasetVersion get(String project, String dataset, String version) {
        DatasetVersion found = get(project, version);
        if (!found.datasetId().equals(dataset)) {
            throw missing(version);
        }
        return found;
    }

    /** As {@link #get(String, String)}; nobody else can change the version until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public DatasetVersion lock(String project, String version) {
        VersionEntity entity = find("id = ?1 and project = ?2", version, project)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> missing(version));
        getEntityManager().refresh(entity);
        return describe(entity);
    }

    /**
     * Adds what an upload brought.
     *
     * @return false if the version is no draft any more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean grow(String version, long train, long test, long setAside, String recogniser) {
        return changed(update(
                "trainRows = trainRows + ?1, testRows = testRows + ?2, setAsideRows = setAsideRows + ?3,"
                        + " recogniser = ?4 where id = ?5 and state = 'draft'",
                train,
                test,
                setAside,
                recogniser,
                version));
    }

    /** @return false if the version is no draft any more */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean seal(String version, String digest, Caller by) {
        return changed(update(
                "state = 'sealed', digest = ?1, sealedBy = ?2, sealedAt = ?3 where id = ?4 and state = 'draft'",
                digest,
                by.subject(),
                clock.instant(),
                version));
    }

    /**
     * Approves on the terms that the dataset has now.
     *
     * @return false if the version is not sealed
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean approve(String version, Dataset terms, Caller by, @Nullable String comment) {
        return changed(update(
                "state = 'approved', decidedBy = ?1, decidedByName = ?2, decidedAt = ?3, comment = ?4,"
                        + " purposes = ?5, legalBasis = ?6, licence = ?7, retention = ?8, consentBatch = ?9, governance = ?10"
                        + " where id = ?11 and state = 'sealed'",
                by.subject(),
                by.name(),
                clock.instant(),
                comment,
                terms.purposes().toArray(String[]::new),
                terms.legalBasis(),
                terms.licence(),
                terms.retention(),
                terms.consentBatch(),
                terms.governance(),
                version));
    }

    /** @return false if the version is not in state {@code from} */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean move(String version, VersionState from, VersionState to, Caller by, @Nullable String comment) {
        return changed(update(
                "state = ?1, decidedBy = ?2, decidedByName = ?3, decidedAt = ?4, comment = ?5 where id = ?6 and state = ?7",
                to.code(),
                by.subject(),
                by.name(),
                clock.instant(),
                comment,
                version,
                from.code()));
    }

    /** What is loaded may be older than what a bulk update wrote: it is forgotten. */
    private boolean changed(int rows) {
        flush();
        getEntityManager().clear();
        return rows == 1;
    }

    private String versionOfFile(String project, String file) {
        @SuppressWarnings("unchecked")
        List<String> ids = getEntityManager()
                .createNativeQuery("SELECT version_id FROM file WHERE id = ?1 AND project_id = ?2", String.class)
                .setParameter(1, file)
                .setParameter(2, project)
                .getResultList();
        return ids.stream().findFirst().orElseThrow(() -> missing(file));
    }

    private static PlatformException missing(String version) {
        return new PlatformException(Failure.NOT_FOUND, "There is no dataset version " + version + " in this project.");
    }

    private static Map<String, String> actions(@Nullable Map<PersonalDataType, PersonalDataAction> asked) {
        Map<String, String> actions = new HashMap<>();
        for (PersonalDataType type : PersonalDataType.values()) {
            PersonalDataAction action = asked == null ? null : asked.get(type);
            actions.put(type.name(), (action == null ? PersonalDataAction.MASK : action).code());
        }
        return actions;
    }

    private DatasetVersion describe(VersionEntity version) {
        return describe(List.of(version)).getFirst();
    }

    private List<DatasetVersion> describe(List<VersionEntity> versions) {
        if (versions.isEmpty()) {
            return List.of();
        }
        Map<String, Dataset> known = new HashMap<>();
        Map<String, String> files = new HashMap<>();
        @SuppressWarnings("unchecked")
        List<Object[]> rows = getEntityManager()
                .createNativeQuery("SELECT version_id, id FROM file WHERE version_id = ANY (?1)", Object[].class)
                .setParameter(1, versions.stream().map(v -> v.id).toArray(String[]::new))
                .getResultList();
        rows.forEach(row -> files.put((String) row[0], (String) row[1]));
        return versions.stream()
                .map(v -> describe(
                        v, known.computeIfAbsent(v.dataset, id -> datasets.get(v.project, id)), files.get(v.id)))
                .toList();
    }

    private static DatasetVersion describe(VersionEntity version, Dataset dataset, @Nullable String file) {
        Map<PersonalDataType, PersonalDataAction> actions = new EnumMap<>(PersonalDataType.class);
        version.actions.forEach(
                (type, action) -> actions.put(PersonalDataType.valueOf(type), PersonalDataAction.of(action)));
        String[] purposes = version.purposes;
        boolean fixed = purposes != null;
        DataGovernance governance = version.governance;
        return new DatasetVersion(
                version.id,
                version.dataset,
                version.project,
                version.number,
                VersionState.of(version.state),
                version.heldOutFraction,
                version.seed,
                actions,
                version.recogniser,
                version.trainRows,
                version.testRows,
                version.setAsideRows,
                purposes != null ? Arrays.asList(purposes) : dataset.purposes(),
                fixed ? version.legalBasis : dataset.legalBasis(),
                fixed ? version.licence : dataset.licence(),
                fixed ? version.retention : dataset.retention(),
                fixed ? version.consentBatch : dataset.consentBatch(),
                fixed && governance != null ? governance : dataset.governance(),
                version.digest,
                version.createdBy,
                version.createdByName,
                version.createdAt,
                version.sealedAt,
                version.decidedBy,
                version.decidedByName,
                version.decidedAt,
                version.comment,
                file);
    }
}
