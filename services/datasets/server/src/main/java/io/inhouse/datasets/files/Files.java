package io.inhouse.datasets.files;

import io.inhouse.datasets.approval.Approval;
import io.inhouse.datasets.approval.Sealing;
import io.inhouse.datasets.catalogue.Datasets;
import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NewDataset;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.overlap.Overlap;
import io.inhouse.datasets.reading.RowReading;
import io.inhouse.datasets.upload.UploadIntake;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.identity.Roles;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files: each is the only version of a dataset of its own, sealed as soon as it is uploaded. */
@ApplicationScoped
public class Files implements PanacheRepositoryBase<FileEntity, String> {
    private final Datasets datasets;
    private final Versions versions;
    private final UploadIntake intake;
    private final Sealing sealing;
    private final Approval approval;
    private final RowReading reading;
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;
    private final FilesConfig config;

    Files(
            Datasets datasets,
            Versions versions,
            UploadIntake intake,
            Sealing sealing,
            Approval approval,
            RowReading reading,
            Recorder recorder,
            Identifiers identifiers,
            Clock clock,
            FilesConfig config) {
        this.datasets = datasets;
        this.versions = versions;
        this.intake = intake;
        this.sealing = sealing;
        this.approval = approval;
        this.reading = reading;
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
        this.config = config;
    }

    /** The file that was made under this key before, or null. */
    @Transactional
    @Nullable
    OpenAiFile before(Caller caller, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return null;
        }
        FileEntity file = find("project = ?1 and idempotencyKey = ?2", caller.project(), idempotencyKey)
                .firstResult();
        return file == null ? null : shown(file, versions.get(file.project, file.version));
    }

    /** @param beforeCommit runs when the content has been read, before anything of it becomes visible */
    OpenAiFile create(
            Caller caller,
            String filename,
            InputStream content,
            @Nullable String idempotencyKey,
            Runnable beforeCommit) {
        DatasetVersion version = QuarkusTransaction.requiringNew().call(() -> {
            Dataset dataset = datasets.createForFile(
                    caller,
                    new NewDataset(
                            filename,
                            null,
                            config.purposes().orElse(null),
                            config.legalBasis().orElse(null),
                            config.licence().orElse(null),
                            config.retention().orElse(null)));
            return versions.createForFile(caller, dataset.id());
        });
        String id = identifiers.next("file");
        try {
            intake.take(caller, version, "train", null, content, report -> {
                beforeCommit.run();
                DatasetVersion sealed = sealing.seal(caller, version.id(), Overlap.none(report.rows()));
                store(caller, id, filename, sealed, report, idempotencyKey);
            });
        } catch (RuntimeException e) {
            // Of two uploads at the same time under one key the database keeps the first; nothing of this one stayed.
            OpenAiFile first = before(caller, idempotencyKey);
            if (first == null) {
                throw e;
            }
            return first;
        }
        return get(caller, id);
    }

    private void store(
            Caller caller,
            String id,
            String filename,
            DatasetVersion version,
            UploadReport report,
            @Nullable String idempotencyKey) {
        FileEntity file = new FileEntity();
        file.id = id;
        file.project = caller.project();
        file.version = version.id();
        file.filename = filename;
        file.bytes = report.bytes();
        file.createdBy = caller.subject();
        file.createdAt = clock.instant();
        file.idempotencyKey = idempotencyKey;
        persistAndFlush(file);
        recorder.record(AuditEvent.of("file.create")
                .by(caller)
                .object("file", id)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("filename", filename)
                .content("bytes", report.bytes())
                .content("rows", report.rows())
                .content("setAsideRows", report.setAsideRows())
                .build());
    }

    /** @throws PlatformException {@code NOT_FOUND} if there is none, or it was deleted */
    @Transactional
    OpenAiFile get(Caller caller, String id) {
        FileEntity file = entity(caller, id);
        return shown(file, present(file));
    }

    @Transactional
    OpenAiFile.Page list(Caller caller, int limit, @Nullable String after, boolean newestFirst) {
        String order = newestFirst ? "desc" : "asc";
        Parameters parameters = Parameters.with("project", caller.project());
        String query = "from FileEntity f where f.project = :project and not exists"
                + " (select 1 from VersionEntity v where v.id = f.version and v.state = 'withdrawn')";
        if (after != null) {
            query += " and f.id " + (newestFirst ? "<" : ">") + " :after";
            parameters = parameters.and("after", after);
        }
        List<FileEntity> found = find(query + " order by f.id " + order, parameters)
                .range(0, limit)
                .list();
        List<OpenAiFile> page = found.stream()
                .limit(limit)
                .map(file -> shown(file, versions.get(file.project, file.version)))
                .toList();
        return new OpenAiFile.Page(
                "list",
                page,
                found.size() > limit,
                page.isEmpty() ? null : page.getFirst().id(),
                page.isEmpty() ? null : page.getLast().id());
    }

    /** Withdraws the version behind the file; an engineer only takes back what is their own. */
    OpenAiFile.Deleted delete(Caller caller, String id) {
        DatasetVersion version = QuarkusTransaction.requiringNew().call(() -> {
            FileEntity file = entity(caller, id);
            requireOwnerOrSteward(caller, file);
            return present(file);
        });
        if (version.state() != VersionState.REJECTED) {
            approval.withdraw(caller, version, "deleted as file " + id);
        }
        return new OpenAiFile.Deleted(id, "file", true);
    }

    /** The rows as they are stored: personal data is masked, rows that were set aside are missing. */
    RowReading.Writer content(Caller caller, String id) {
        DatasetVersion version = QuarkusTransaction.requiringNew().call(() -> {
            FileEntity file = entity(caller, id);
            requireOwnerOrSteward(caller, file);
            return present(file);
        });
        return reading.content(caller, version, id);
    }

    private FileEntity entity(Caller caller, String id) {
        return find("id = ?1 and project = ?2", id, caller.project())
                .firstResultOptional()
                .orElseThrow(() -> missing(id));
    }

    private DatasetVersion present(FileEntity file) {
        DatasetVersion version = versions.get(file.project, file.version);
        if (version.state() == VersionState.WITHDRAWN) {
            throw missing(file.id);
        }
        return version;
    }

    private static void requireOwnerOrSteward(Caller caller, FileEntity file) {
        if (!caller.has(Roles.DATA_STEWARD) && !caller.subject().equals(file.createdBy)) {
            throw new PlatformException(
                    Failure.FORBIDDEN,
                    "File " + file.id + " was uploaded by somebody else. A data steward may do this.");
        }
    }

    private static PlatformException missing(String id) {
        return new PlatformException(
                Failure.NOT_FOUND, "There is no file " + id + " in this project.", Map.of("param", "file_id"));
    }

    private static OpenAiFile shown(FileEntity file, DatasetVersion version) {
        boolean rejected = version.state() == VersionState.REJECTED;
        return new OpenAiFile(
                file.id,
                "file",
                file.bytes,
                file.createdAt.getEpochSecond(),
                file.filename,
                "fine-tune",
                version.state() == VersionState.APPROVED ? "processed" : rejected ? "error" : "uploaded",
                rejected ? "The rows were rejected by whoever had to approve them." : null);
    }
}
