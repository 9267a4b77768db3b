package io.inhouse.datasets.approval;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.overlap.Overlap;
import io.inhouse.datasets.reading.StoredRows;
import io.inhouse.datasets.seal.VersionRoot;
import io.inhouse.datasets.upload.Uploads;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Makes a draft immutable and names it by its content. */
@ApplicationScoped
public class Sealing {
    private final Versions versions;
    private final Uploads uploads;
    private final StoredRows rows;
    private final Recorder recorder;

    Sealing(Versions versions, Uploads uploads, StoredRows rows, Recorder recorder) {
        this.versions = versions;
        this.uploads = uploads;
        this.rows = rows;
        this.recorder = recorder;
    }

    /**
     * @param overlap of the version's rows, looked for before; it takes long and holds no lock
     * @throws PlatformException {@code CONFLICT} if it is no draft, an upload is running, or rows came since {@code overlap}
     *     was looked for; {@code UNPROCESSABLE} if it is empty
     */
    @Transactional
    public DatasetVersion seal(Caller caller, String version, Overlap overlap) {
        DatasetVersion draft = versions.lock(caller.project(), version);
        if (draft.state() != VersionState.DRAFT) {
            throw States.conflict(draft, "sealed", "a draft");
        }
        // Rows are only ever added to a draft, so the same number means the same rows.
        if (overlap.rows() != draft.trainRows() + draft.testRows()) {
            throw new PlatformException(
                    Failure.CONFLICT, "Rows were uploaded while the version was being sealed. Seal it again.");
        }
        if (uploads.isRunning(version)) {
            throw new PlatformException(
                    Failure.CONFLICT, "An upload into this version is running. Seal it when the upload is complete.");
        }
        VersionRoot root = rows.root(version);
        if (root.rows() == 0) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE, "The version has no rows. Upload some before sealing it.");
        }
        if (!versions.seal(version, root.digest(), caller)) {
            throw States.conflict(draft, "sealed", "a draft");
        }
        DatasetVersion sealed = versions.get(caller.project(), version);
        recorder.record(AuditEvent.of("dataset.seal")
                .by(caller)
                .object("dataset", sealed.datasetId())
                .object("dataset-version", version, sealed.digest())
                .content(
                        "counts",
                        Map.of(
                                "train",
                                sealed.trainRows(),
                                "test",
                                sealed.testRows(),
                                "setAside",
                                sealed.setAsideRows()))
                .content("recogniser", sealed.recogniser())
                .content("nearDuplicates", overlap.nearCount())
                .build());
        return sealed;
    }
}
