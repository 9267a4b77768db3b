package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.names.PseudonymKeys;
import io.inhouse.datasets.names.Scanners;
import io.inhouse.datasets.personaldata.Redaction;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.rows.MalformedUploadException;
import io.inhouse.datasets.rows.ParsedLine;
import io.inhouse.datasets.rows.RowSource;
import io.inhouse.datasets.rows.RowStream;
import io.inhouse.datasets.seal.SeededSplit;
import io.inhouse.datasets.seal.Split;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes an upload from its first byte to the commit that makes its rows visible, all at once. */
@ApplicationScoped
public class UploadIntake {
    private static final Logger LOG = Logger.getLogger(UploadIntake.class);
    private static final int TRANSACTION_SECONDS = 300;

    private final Versions versions;
    private final Uploads uploads;
    private final UploadCollector collector;
    private final Scanners scanners;
    private final PseudonymKeys pseudonyms;
    private final RowSealer sealer;
    private final Recorder recorder;
    private final DataSource database;
    private final UploadConfig config;

    UploadIntake(
            Versions versions,
            Uploads uploads,
            UploadCollector collector,
            Scanners scanners,
            PseudonymKeys pseudonyms,
            RowSealer sealer,
            Recorder recorder,
            DataSource database,
            UploadConfig config) {
        this.versions = versions;
        this.uploads = uploads;
        this.collector = collector;
        this.scanners = scanners;
        this.pseudonyms = pseudonyms;
        this.sealer = sealer;
        this.recorder = recorder;
        this.database = database;
        this.config = config;
    }

    /**
     * Reads {@code content} to its end.
     *
     * @param split {@code train}, {@code test} or {@code auto}
     * @param atCommit runs in the transaction that makes the rows visible; if it throws, nothing of the upload stays
     * @throws PlatformException if the upload cannot be taken; nothing of it stays, and the failure is recorded
     */
    public UploadReport take(
            Caller caller,
            DatasetVersion version,
            String split,
            @Nullable IdempotencyKey key,
            InputStream content,
            Consumer<UploadReport> atCommit) {
        return take(
                caller,
                version,
                split,
                key,
                () -> new RowStream(
                        content,
                        (int) config.maxRow().asLongValue(),
                        config.maxSize().asLongValue()),
                atCommit);
    }

    /** As the other, whatever the rows come from. */
    public UploadReport take(
            Caller caller,
            DatasetVersion version,
            String split,
            @Nullable IdempotencyKey key,
            RowSource.Opener content,
            Consumer<UploadReport> atCommit) {
        giveUpTheDead(caller.project(), key);
        Optional<UploadReport> before = uploads.before(caller.project(), key);
        if (before.isPresent()) {
            return before.get();
        }
        String upload = QuarkusTransaction.requiringNew().call(() -> {
            requireDraft(versions.lock(caller.project(), version.id()));
            return uploads.start(caller, version.id(), split, key);
        });
        // From here on a crash leaves a running upload whose rows nobody sees; the collector removes it when its lease
        // is over.
        uploads.takenHere(upload);
        try {
            // What happens to personal data can change until here, and not any more.
            DatasetVersion current = versions.get(caller.project(), version.id());
            return read(caller, current, split, upload, content, atCommit);
        } catch (MalformedUploadException e) {
            Failure failure = e.isTooLarge() ? Failure.PAYLOAD_TOO_LARGE : Failure.UNPROCESSABLE;
            throw failed(caller, version, upload, new PlatformException(failure, text(e), Map.of("upload", upload), e));
        } catch (IOException e) {
            throw failed(
                    caller,
                    version,
                    upload,
                    new PlatformException(
                            Failure.INVALID_REQUEST,
                            "The upload broke off before its end. Nothing was kept; repeat it.",
                            Map.of("upload", upload),
                            e));
        } catch (RuntimeException e) {
            throw failed(caller, version, upload, e);
        } finally {
            uploads.endedHere(upload);
        }
    }

    /** Whoever repeats a request whose server was killed does not wait for the collector. */
    private void giveUpTheDead(String project, @Nullable IdempotencyKey key) {
        if (key != null) {
            QuarkusTransaction.requiringNew()
                    .call(() -> uploads.dead(project, key))
                    .ifPresent(collector::giveUp);
        }
    }

    private UploadReport read(
            Caller caller,
            DatasetVersion version,
            String split,
            String upload,
            RowSource.Opener content,
            Consumer<UploadReport> atCommit)
            throws IOException {
        RowIntake intake = new RowIntake(
                upload,
                version.id(),
                caller.project(),
                version.datasetId(),
                scanners.of(caller.project()),
                new Redaction(version.actions(), pseudonyms.of(caller.project())),
                sealer,
                split.equals("auto") ? null : Split.of(split),
                new SeededSplit(version.seed(), version.heldOutFraction()));
        RowSource rows = content.open();
        RowBatch batch = new RowBatch(upload, caller.project());
        for (ParsedLine line = rows.next(); line != null; line = rows.next()) {
            intake.take(line, batch);
            if (batch.isFull(config.batchRows(), config.batchSize().asLongValue())) {
                write(upload, batch);
            }
        }
        if (intake.rows() == 0) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    intake.firstReasons().isEmpty()
                            ? "There are no rows in it, only blank lines."
                            : "Not one row of the upload can be used; the first ones and why: see setAside. Nothing was kept.",
                    Map.of("upload", upload, "setAside", intake.firstReasons()));
        }
        write(upload, batch);
        UploadReport report = intake.report(rows.blankLines(), rows.bytes());
        commit(caller, version, split, report, intake.scannerVersion(), atCommit);
        return report;
    }

    /** One batch, one transaction: a crash after it leaves rows that nobody sees. */
    private void write(String upload, RowBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().timeout(TRANSACTION_SECONDS).run(() -> {
            uploads.keepAlive(upload);
            try (Connection connection = database.getConnection()) {
                batch.write(connection);
            } catch (SQLException e) {
                throw new PlatformException(
                        Failure.INTERNAL, "The rows could not be stored.", Map.of("upload", upload), e);
            }
        });
        batch.clear();
    }

    /** All rows of the upload become visible with this one transaction, and with them the entry that says so. */
    private void commit(
            Caller caller,
            DatasetVersion version,
            String split,
            UploadReport report,
            String recogniser,
            Consumer<UploadReport> atCommit) {
        QuarkusTransaction.requiringNew().timeout(TRANSACTION_SECONDS).run(() -> {
            requireDraft(versions.lock(caller.project(), version.id()));
            uploads.commit(report.id(), version.id(), report);
            versions.grow(version.id(), report.trainRows(), report.testRows(), report.setAsideRows(), recogniser);
            Map<String, Object> findings = new LinkedHashMap<>();
            report.findings().forEach((type, count) -> findings.put(type.name(), count));
            recorder.record(AuditEvent.of("dataset.upload")
                    .by(caller)
                    .object("dataset", version.datasetId())
                    .object("dataset-version", version.id())
                    .object("upload", report.id())
                    .content("split", split)
                    .content("trainRows", report.trainRows())
                    .content("testRows", report.testRows())
                    .content("setAsideRows", report.setAsideRows())
                    .content("bytes", report.bytes())
                    .content("findings", findings)
                    .content("recogniser", recogniser)
                    .build());
            atCommit.accept(report);
        });
    }

    /** Leaves nothing of the upload and records that it failed; what cannot be done now the collector does later. */
    private RuntimeException failed(Caller caller, DatasetVersion version, String upload, RuntimeException reason) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                if (uploads.fail(upload)) {
                    recorder.record(AuditEvent.of("dataset.upload")
                            .by(caller)
                            .outcome(Outcome.FAILED)
                            .object("dataset", version.datasetId())
                            .object("dataset-version", version.id())
                            .object("upload", upload)
                            .content(
                                    "failure",
                                    reason instanceof PlatformException known
                                            ? known.failure().code()
                                            : Failure.INTERNAL.code())
                            .build());
                }
            });
            collector.remove(upload);
        } catch (RuntimeException e) {
            LOG.warnf(e, "A failed upload could not be removed at once; it will be later. upload=%s", upload);
            reason.addSuppressed(e);
        }
        return reason;
    }

    private static void requireDraft(DatasetVersion version) {
        if (version.state() != VersionState.DRAFT) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "Version " + version.id() + " is " + version.state().code()
                            + " and takes no more rows. Create a new version.",
                    Map.of("state", version.state().code()));
        }
    }

    private static String text(MalformedUploadException e) {
        return String.valueOf(e.getMessage());
    }
}
