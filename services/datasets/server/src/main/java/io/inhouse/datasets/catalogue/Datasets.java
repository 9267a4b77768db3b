package io.inhouse.datasets.catalogue;

import io.inhouse.datasets.client.DataGovernance;
import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetChange;
import io.inhouse.datasets.client.NewDataset;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The datasets of all projects; every method looks only at one project's. */
@ApplicationScoped
public class Datasets implements PanacheRepositoryBase<DatasetEntity, String> {
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;

    Datasets(Recorder recorder, Identifiers identifiers, Clock clock) {
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Transactional
    public Dataset create(Caller caller, NewDataset request, @Nullable IdempotencyKey key) {
        if (key != null) {
            SameKeyLock.hold(getEntityManager(), caller.project(), key);
            DatasetEntity before = find("project = ?1 and idempotencyKey = ?2", caller.project(), key.key())
                    .firstResult();
            if (before != null) {
                key.requireSame(before.idempotencyFingerprint);
                return before.toDataset();
            }
        }
        DatasetEntity dataset = store(caller, request, "api", key);
        recorder.record(AuditEvent.of("dataset.create")
                .by(caller)
                .object("dataset", dataset.id)
                .content("dataset", described(dataset))
                .build());
        return dataset.toDataset();
    }

    /** A dataset for one file; hidden until the file is there. The file's own event records it. */
    @Transactional
    public Dataset createForFile(Caller caller, NewDataset request) {
        return store(caller, request, "files", null).toDataset();
    }

    private DatasetEntity store(Caller caller, NewDataset request, String origin, @Nullable IdempotencyKey key) {
        NewDataset valid = Terms.checked(request);
        DatasetEntity dataset = new DatasetEntity();
        dataset.id = identifiers.next("ds");
        dataset.project = caller.project();
        dataset.name = valid.name();
        dataset.description = valid.description();
        dataset.purposes =
                valid.purposes() == null ? new String[0] : valid.purposes().toArray(String[]::new);
        dataset.legalBasis = valid.legalBasis();
        dataset.licence = valid.licence();
        dataset.retention = valid.retention();
        dataset.consentBatch = valid.consentBatch();
        dataset.governance = Terms.merged(DataGovernance.NOTHING, valid.governance());
        dataset.origin = origin;
        dataset.createdBy = caller.subject();
        dataset.createdByName = caller.name();
        dataset.createdAt = clock.instant();
        dataset.describedBy = caller.subject();
        if (key != null) {
            dataset.idempotencyKey = key.key();
            dataset.idempotencyFingerprint = key.fingerprint();
        }
        persistAndFlush(dataset);
        return dataset;
    }

    @Transactional
    public Dataset change(Caller caller, String id, DatasetChange request) {
        DatasetChange valid = Terms.checked(request);
        DatasetEntity dataset = locked(caller.project(), id);
        dataset.description = valid.description() != null ? valid.description() : dataset.description;
        dataset.purposes = valid.purposes() != null ? valid.purposes().toArray(String[]::new) : dataset.purposes;
        dataset.legalBasis = valid.legalBasis() != null ? valid.legalBasis() : dataset.legalBasis;
        dataset.licence = valid.licence() != null ? valid.licence() : dataset.licence;
        dataset.retention = valid.retention() != null ? valid.retention() : dataset.retention;
        dataset.consentBatch = valid.consentBatch() != null ? valid.consentBatch() : dataset.consentBatch;
        dataset.governance = Terms.merged(dataset.governance, valid.governance());
        dataset.describedBy = caller.subject();
        flush();
        recorder.record(AuditEvent.of("dataset.change")
                .by(caller)
                .object("dataset", id)
                .content("dataset", described(dataset))
                .build());
        return dataset.toDataset();
    }

    /**
     * Newest first.
     *
     * @param after the last id of the page before
     */
    public List<Dataset> list(String project, int limit, @Nullable String after) {
        // A file's dataset appears together with its file: until then it has no version that is more than a draft.
        String visible = "from DatasetEntity d where d.project = ?1 and (d.origin = 'api' or exists"
                + " (select 1 from VersionEntity v where v.dataset = d.id and v.state <> 'draft'))";
        return (after == null
                        ? find(visible + " order by d.id desc", project)
                        : find(visible + " and d.id < ?2 order by d.id desc", project, after))
                .page(0, limit).stream().map(DatasetEntity::toDataset).toList();
    }

    /** @throws PlatformException {@code NOT_FOUND} if the project has no such dataset */
    public Dataset get(String project, String id) {
        return entity(project, id).toDataset();
    }

    /** As {@link #get}; nobody else can change the dataset, nor become an author, until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Dataset lock(String project, String id) {
        DatasetEntity dataset = locked(project, id);
        getEntityManager().refresh(dataset);
        return dataset.toDataset();
    }

    /** The subjects of everybody who made the dataset or ever said what it may be used for; the database keeps them. */
    public List<String> authors(String project, String id) {
        @SuppressWarnings("unchecked")
        List<String> subjects = getEntityManager()
                .createNativeQuery(
                        "SELECT a.subject FROM dataset_author a JOIN dataset d ON d.id = a.dataset_id"
                                + " WHERE d.id = ?1 AND d.project_id = ?2",
                        String.class)
                .setParameter(1, id)
                .setParameter(2, project)
                .getResultList();
        return subjects;
    }

    /**
     * Whoever decides what happens to the data is an {@link #authors author} too. As with {@link #lock}, no approval comes
     * between.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addAuthor(Caller caller, String id) {
        lock(caller.project(), id);
        getEntityManager()
                .createNativeQuery(
                        "INSERT INTO dataset_author (dataset_id, subject) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .setParameter(1, id)
                .setParameter(2, caller.subject())
                .executeUpdate();
    }

    private DatasetEntity locked(String project, String id) {
        return find("id = ?1 and project = ?2", id, project)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> missing(id));
    }

    private DatasetEntity entity(String project, String id) {
        Optional<DatasetEntity> dataset =
                find("id = ?1 and project = ?2", id, project).firstResultOptional();
        return dataset.orElseThrow(() -> missing(id));
    }

    private static PlatformException missing(String id) {
        return new PlatformException(Failure.NOT_FOUND, "There is no dataset " + id + " in this project.");
    }

    private static Map<String, Object> described(DatasetEntity dataset) {
        Map<String, Object> content = new HashMap<>();
        content.put("name", dataset.name);
        content.put("purposes", List.of(dataset.purposes));
        putIfThere(content, "description", dataset.description);
        putIfThere(content, "legalBasis", dataset.legalBasis);
        putIfThere(content, "licence", dataset.licence);
        putIfThere(content, "retention", dataset.retention);
        putIfThere(content, "consentBatch", dataset.consentBatch);
        Map<String, Object> governance = Terms.stated(dataset.governance);
        if (!governance.isEmpty()) {
            content.put("governance", governance);
        }
        return content;
    }

    private static void putIfThere(Map<String, Object> content, String name, @Nullable String value) {
        if (value != null) {
            content.put(name, value);
        }
    }
}
