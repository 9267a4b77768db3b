package io.inhouse.audit.bundles;

import io.inhouse.audit.AuditConfig;
import io.inhouse.audit.client.BundleRequest;
import io.inhouse.audit.entries.Reason;
import io.inhouse.audit.head.PublishedHeads;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.SignedNote;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts an export on the record and decides what it holds, before its first byte is written. */
@ApplicationScoped
public class BundleOrder {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final long LOOK_AGAIN_MILLISECONDS = 100;

    private final Recorder recorder;
    private final PublishedHeads heads;
    private final DataSource dataSource;
    private final AuditConfig config;

    BundleOrder(Recorder recorder, PublishedHeads heads, DataSource dataSource, AuditConfig config) {
        this.recorder = recorder;
        this.heads = heads;
        this.dataSource = dataSource;
        this.config = config;
    }

    /**
     * Records the export and waits until that is published, so that the bundle holds its own entry.
     *
     * @throws PlatformException {@code INVALID_REQUEST} for a range that is not there, {@code RECORD_UNAVAILABLE} if the
     *     export's entry does not reach a published tree head in time
     */
    BundleRange take(Caller caller, @Nullable BundleRequest asked) {
        BundleRequest request = asked == null ? new BundleRequest("", null, null, null, null) : asked;
        String reason = Reason.of(request.reason());
        boolean open = Boolean.TRUE.equals(request.openContents());
        Long from = request.from();
        Long to = request.to();
        long size = heads.size();
        if (from != null && (from < 0 || from >= size)) {
            throw invalid("from", "is an index from 0 to " + (size - 1));
        }
        if (to != null && (to <= (from == null ? 0 : from) || to > size)) {
            throw invalid("to", "is an index after from, at most " + size);
        }
        String previous = request.previousBundle();
        if (previous != null && !DIGEST.matcher(previous).matches()) {
            throw invalid("previousBundle", "is sha256: and 64 hex digits");
        }
        if (open) {
            recorder.recordNow(event("payload.read", caller, reason, from, to)
                    .content("scope", "all readable contents of an export")
                    .build());
        }
        String entry = recorder.recordNow(event("export.create", caller, reason, from, to)
                .content("openContents", open)
                .build());
        SignedNote head = headWith(entry);
        long treeSize = Checkpoint.parse(head.text()).size();
        return new BundleRange(from == null ? 0 : from, to == null ? treeSize : to, treeSize, head, open, previous);
    }

    private static AuditEvent.Builder event(
            String type, Caller caller, String reason, @Nullable Long from, @Nullable Long to) {
        return AuditEvent.of(type)
                .by(caller)
                .object("log", "entries")
                .content("reason", reason)
                .content("from", from)
                .content("to", to);
    }

    private SignedNote headWith(String entry) {
        long deadline = System.nanoTime() + config.exportWait().toNanos();
        while (true) {
            SignedNote head = heads.latest();
            if (placed(entry, Checkpoint.parse(head.text()).size())) {
                return head;
            }
            if (System.nanoTime() > deadline) {
                throw new PlatformException(
                        Failure.RECORD_UNAVAILABLE,
                        "The export was recorded as " + entry
                                + " but did not reach the log in time, so nothing is exported."
                                + " Check Kafka and the audit server, then try again.",
                        Map.of("entry", entry, "retryAfterSeconds", 10));
            }
            pause();
        }
    }

    private boolean placed(String entry, long size) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT 1 FROM entry WHERE id = ? AND idx < ?")) {
            select.setString(1, entry);
            select.setLong(2, size);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The ledger's database did not answer. Try again.", Map.of(), e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(Failure.UPSTREAM_UNAVAILABLE, "The server is stopping.", Map.of(), e);
        }
    }

    private static PlatformException invalid(String parameter, String what) {
        return new PlatformException(
                Failure.INVALID_REQUEST, "The parameter " + parameter + " " + what + ".", Map.of("param", parameter));
    }
}
