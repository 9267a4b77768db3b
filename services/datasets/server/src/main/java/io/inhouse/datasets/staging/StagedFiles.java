package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.FileKind;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Staged files and their states: receiving, received, then taken or discarded. */
@ApplicationScoped
class StagedFiles implements PanacheRepositoryBase<StagedFileEntity, String> {
    private final Identifiers identifiers;
    private final Clock clock;

    StagedFiles(Identifiers identifiers, Clock clock) {
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    StagedFile announce(Caller caller, DatasetVersion version, String filename, FileKind kind, long bytes) {
        StagedFileEntity file = new StagedFileEntity();
        file.id = identifiers.next("stg");
        file.project = caller.project();
        file.version = version.id();
        file.filename = filename;
        file.kind = kind.code();
        file.bytes = bytes;
        file.received = 0;
        file.state = "receiving";
        file.createdBy = caller.subject();
        file.createdByName = caller.name();
        file.createdAt = clock.instant();
        file.touchedAt = file.createdAt;
        persistAndFlush(file);
        return file.toStagedFile();
    }

    List<StagedFile> ofVersion(DatasetVersion version) {
        return list("version = ?1 and state <> 'discarded' order by id desc", version.id()).stream()
                .map(StagedFileEntity::toStagedFile)
                .toList();
    }

    /** @throws PlatformException {@code NOT_FOUND} if the version has no such file */
    StagedFile get(DatasetVersion version, String file) {
        return find("id = ?1 and version = ?2", file, version.id())
                .firstResultOptional()
                .orElseThrow(() -> missing(file))
                .toStagedFile();
    }

    /** As {@link #get}; nobody else can change the file until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    StagedFile lock(DatasetVersion version, String file) {
        StagedFileEntity entity = find("id = ?1 and version = ?2", file, version.id())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> missing(file));
        getEntityManager().refresh(entity);
        return entity.toStagedFile();
    }

    /** The file has grown by a piece that the caller has written. */
    @Transactional(Transactional.TxType.MANDATORY)
    void grow(StagedFile file, int length) {
        long received = file.received() + length;
        update(
                "received = ?1, state = ?2, touchedAt = ?3 where id = ?4 and state = 'receiving'",
                received,
                received == file.bytes() ? "received" : "receiving",
                clock.instant(),
                file.id());
        forget();
    }

    /** The file, whose length nobody knew, ends here. */
    @Transactional(Transactional.TxType.MANDATORY)
    void finish(String file) {
        update("bytes = received, state = 'received' where id = ?1 and state = 'receiving' and received > 0", file);
        forget();
    }

    /** @throws PlatformException {@code CONFLICT} if somebody else has taken it in or discarded it */
    @Transactional(Transactional.TxType.MANDATORY)
    void taken(String file, String upload) {
        int changed = update("state = 'taken', upload = ?1 where id = ?2 and state = 'received'", upload, file);
        forget();
        if (changed != 1) {
            throw new PlatformException(
                    Failure.CONFLICT, "The file was taken in or discarded meanwhile.", Map.of("file", file));
        }
    }

    /** @return false if it had ended before */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean discard(String file) {
        int changed = update("state = 'discarded' where id = ?1 and state in ('receiving', 'received')", file);
        forget();
        return changed == 1;
    }

    /** Files that wait and that nobody has touched since. */
    List<String> untouchedSince(Instant moment) {
        return find("state in ('receiving', 'received') and touchedAt < ?1", moment).stream()
                .map(file -> file.id)
                .toList();
    }

    /** What is loaded may be older than what a bulk update wrote. */
    private void forget() {
        flush();
        getEntityManager().clear();
    }

    private static PlatformException missing(String file) {
        return new PlatformException(Failure.NOT_FOUND, "There is no file " + file + " in this version.");
    }
}
