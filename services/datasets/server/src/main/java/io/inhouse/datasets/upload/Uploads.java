package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.requests.SameKeyLock;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Uploads and their states: running, then committed or failed. Rows of an upload that is not committed do not exist for anybody. */
@ApplicationScoped
public class Uploads implements PanacheRepositoryBase<UploadEntity, String> {
    private final Identifiers identifiers;
    private final UploadConfig config;
    private final Clock clock;
    /** Ids of the uploads that this process is taking. */
    private final Set<String> here = ConcurrentHashMap.newKeySet();

    Uploads(Identifiers identifiers, UploadConfig config, Clock clock) {
        this.identifiers = identifiers;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What became of the request that was sent under this key before.
     *
     * @throws PlatformException {@code CONFLICT} if it is still running, or was another request
     */
    @Transactional
    Optional<UploadReport> before(String project, @Nullable IdempotencyKey key) {
        if (key == null) {
            return Optional.empty();
        }
        UploadEntity before = find("project = ?1 and idempotencyKey = ?2 and state <> 'failed'", project, key.key())
                .firstResult();
        if (before == null) {
            return Optional.empty();
        }
        key.requireSame(before.idempotencyFingerprint);
        if (before.report == null) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The upload with this Idempotency-Key is still running.",
                    Map.of(
                            "upload",
                            before.id,
                            "state",
                            before.state,
                            "retryAfterSeconds",
                            config.heartbeat().toSeconds()));
        }
        return Optional.of(before.report);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    String start(Caller caller, String version, String split, @Nullable IdempotencyKey key) {
        if (key != null) {
            SameKeyLock.hold(getEntityManager(), caller.project(), key);
            if (before(caller.project(), key).isPresent()) {
                throw new PlatformException(
                        Failure.CONFLICT,
                        "The upload with this Idempotency-Key is complete. Repeat the request to get its report.");
            }
        }
        UploadEntity upload = new UploadEntity();
        upload.id = identifiers.next("upl");
        upload.project = caller.project();
        upload.version = version;
        upload.split = split;
        upload.state = "running";
        upload.startedAt = clock.instant();
        upload.aliveUntil = upload.startedAt.plus(config.lease());
        upload.uploadedBy = caller.subject();
        upload.uploadedByName = caller.name();
        if (key != null) {
            upload.idempotencyKey = key.key();
            upload.idempotencyFingerprint = key.fingerprint();
        }
        persistAndFlush(upload);
        return upload.id;
    }

    /** @throws PlatformException {@code CONFLICT} if the upload was silent for too long and has been given up */
    @Transactional(Transactional.TxType.MANDATORY)
    void keepAlive(String upload) {
        require(renew(List.of(upload)), upload);
    }

    /** From now on {@link #beat} keeps the upload alive. */
    void takenHere(String upload) {
        here.add(upload);
    }

    void endedHere(String upload) {
        here.remove(upload);
    }

    /** Keeps alive whatever this process is taking, also while a client sends slowly. */
    @Transactional
    void beat() {
        if (!here.isEmpty()) {
            renew(List.copyOf(here));
        }
    }

    private int renew(List<String> uploads) {
        return update(
                "aliveUntil = ?1 where id in ?2 and state = 'running'",
                clock.instant().plus(config.lease()),
                uploads);
    }

    /** Makes the upload's rows part of the version, whose row the caller holds locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    void commit(String upload, String version, UploadReport report) {
        Integer highest = getEntityManager()
                .createQuery(
                        "select coalesce(max(u.number), 0) from UploadEntity u where u.version = ?1", Integer.class)
                .setParameter(1, version)
                .getSingleResult();
        UploadEntity entity = findById(upload);
        if (entity != null) {
            getEntityManager().refresh(entity, LockModeType.PESSIMISTIC_WRITE);
        }
        require(entity != null && entity.state.equals("running") ? 1 : 0, upload);
        Objects.requireNonNull(entity);
        entity.state = "committed";
        entity.number = highest + 1;
        entity.report = report;
        flush();
    }

    /** @return false if it had ended before */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean fail(String upload) {
        return update("state = 'failed' where id = ?1 and state = 'running'", upload) == 1;
    }

    /** Whether rows are being written into the version right now. */
    public boolean isRunning(String version) {
        return count("version = ?1 and state = 'running'", version) > 0;
    }

    /** The subjects of everybody who brought rows into the version. */
    public List<String> uploaders(String version) {
        return getEntityManager()
                .createQuery(
                        "select distinct u.uploadedBy from UploadEntity u where u.version = ?1 and u.state = 'committed'",
                        String.class)
                .setParameter(1, version)
                .getResultList();
    }

    /** Running uploads whose time is over. */
    List<Dead> dead() {
        return find("state = 'running' and aliveUntil < ?1", clock.instant()).stream()
                .map(Dead::of)
                .toList();
    }

    /** The running upload under this key, if its time is over. */
    Optional<Dead> dead(String project, IdempotencyKey key) {
        return find(
                        "project = ?1 and idempotencyKey = ?2 and state = 'running' and aliveUntil < ?3",
                        project,
                        key.key(),
                        clock.instant())
                .firstResultOptional()
                .map(Dead::of);
    }

    /** Failed uploads that may have left rows. */
    List<String> uncollected() {
        return find("state = 'failed' and collected = false").stream()
                .map(u -> u.id)
                .toList();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void collected(String upload) {
        update("collected = true where id = ?1 and state = 'failed'", upload);
    }

    record Dead(String id, String project, String version, String uploader) {
        static Dead of(UploadEntity upload) {
            return new Dead(upload.id, upload.project, upload.version, upload.uploadedByName);
        }
    }

    private static void require(int rows, String upload) {
        if (rows != 1) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The upload was given up because this server said nothing of it for too long (inhouse.datasets.upload.lease). Repeat it.",
                    Map.of("upload", upload));
        }
    }
}
