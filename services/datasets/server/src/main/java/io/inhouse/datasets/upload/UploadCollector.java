package io.inhouse.datasets.upload;

import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Removes what uploads left that failed, or whose process died. */
@ApplicationScoped
public class UploadCollector {
    private static final Logger LOG = Logger.getLogger(UploadCollector.class);
    private static final int ROWS_AT_ONCE = 10_000;

    private final Uploads uploads;
    private final Recorder recorder;
    private final DataSource database;

    UploadCollector(Uploads uploads, Recorder recorder, DataSource database) {
        this.uploads = uploads;
        this.recorder = recorder;
        this.database = database;
    }

    /** Says of the uploads that this process is taking that they are alive. */
    @Scheduled(every = "${inhouse.datasets.upload.heartbeat:3s}", concurrentExecution = ConcurrentExecution.SKIP)
    void beat() {
        uploads.beat();
    }

    /** Runs right after the start and from then on regularly. */
    @Scheduled(every = "${inhouse.datasets.upload.collect-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        // After a time without a database nobody could be heard: what is taken here lives.
        uploads.beat();
        collect();
    }

    /** Gives up whatever is dead, and removes what it left. */
    public void collect() {
        QuarkusTransaction.requiringNew().call(uploads::dead).forEach(this::giveUp);
        for (String upload : QuarkusTransaction.requiringNew().call(uploads::uncollected)) {
            remove(upload);
        }
    }

    /** From now on the upload can be repeated under its key. */
    void giveUp(Uploads.Dead dead) {
        QuarkusTransaction.requiringNew().run(() -> {
            if (uploads.fail(dead.id())) {
                recorder.record(AuditEvent.of("dataset.upload")
                        .bySystem("datasets")
                        .outcome(Outcome.INTERRUPTED)
                        .project(dead.project())
                        .object("dataset-version", dead.version())
                        .object("upload", dead.id())
                        .content("uploader", dead.uploader())
                        .build());
            }
        });
        LOG.infof("An upload that had died was given up. upload=%s", dead.id());
    }

    /** Deletes the rows of a failed upload in small transactions; what was made only for a file goes with it. */
    void remove(String upload) {
        for (String table : new String[] {"finding", "set_aside_row", "dataset_row"}) {
            while (execute(
                            "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table
                                    + " WHERE upload_id = ? LIMIT " + ROWS_AT_ONCE + "))",
                            upload)
                    == ROWS_AT_ONCE) {
                // the next ten thousand
            }
        }
        QuarkusTransaction.requiringNew().run(() -> {
            uploads.collected(upload);
            removeWhatWasMadeForAFile(upload);
        });
    }

    private void removeWhatWasMadeForAFile(String upload) {
        String dataset = "SELECT v.dataset_id FROM upload u JOIN dataset_version v ON v.id = u.version_id"
                + " JOIN dataset d ON d.id = v.dataset_id WHERE u.id = ? AND u.state = 'failed' AND v.state = 'draft' AND d.origin = 'files'";
        String statement = "WITH gone AS (" + dataset
                + "), uploads AS (DELETE FROM upload WHERE id = ? AND EXISTS (SELECT 1 FROM gone))"
                + " SELECT dataset_id FROM gone";
        String id;
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(statement)) {
            select.setString(1, upload);
            select.setString(2, upload);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    return;
                }
                id = rows.getString(1);
            }
            for (String sql :
                    new String[] {"DELETE FROM dataset_version WHERE dataset_id = ?", "DELETE FROM dataset WHERE id = ?"
                    }) {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    delete.setString(1, id);
                    delete.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("what an upload left cannot be removed: " + upload, e);
        }
    }

    private int execute(String sql, String upload) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, upload);
                return statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("rows of a failed upload cannot be removed: " + upload, e);
            }
        });
    }
}
