package io.inhouse.recording.wiring;

import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.recording.AuditRecorder;
import io.inhouse.recording.RecordingConfig;
import io.inhouse.recording.leftovers.ArtefactReferences;
import io.inhouse.recording.leftovers.PendingArtefacts;
import io.inhouse.recording.outbox.Backlog;
import io.inhouse.recording.outbox.LoggedListener;
import io.inhouse.recording.outbox.OutboxRelay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Opens the stream before anything else starts and closes it after everything else has stopped. */
@ApplicationScoped
public class RecordingLifecycle {
    private static final Logger LOG = Logger.getLogger(RecordingLifecycle.class);
    private static final int FIRST = 10;
    private static final int LAST = 100_000;

    private final DataSource dataSource;
    private final AuditRecorder recorder;
    private final Backlog backlog;
    private final OutboxRelay relay;
    private final LoggedListener listener;
    private final PendingArtefacts pending;
    private final ArtefactStore artefacts;
    private final Instance<ArtefactReferences> references;
    private final RecordingConfig config;
    private final ScheduledExecutorService measuring = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recording-backlog").factory());
    private final ScheduledExecutorService collecting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recording-leftovers").factory());

    RecordingLifecycle(
            DataSource dataSource,
            AuditRecorder recorder,
            Backlog backlog,
            OutboxRelay relay,
            LoggedListener listener,
            PendingArtefacts pending,
            ArtefactStore artefacts,
            @Any Instance<ArtefactReferences> references,
            RecordingConfig config) {
        this.dataSource = dataSource;
        this.recorder = recorder;
        this.backlog = backlog;
        this.relay = relay;
        this.listener = listener;
        this.pending = pending;
        this.artefacts = artefacts;
        this.references = references;
        this.config = config;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) throws SQLException {
        Migrations.recording(dataSource);
        backlog.start();
        recorder.open(host());
        relay.start();
        listener.start();
        long interval = config.pollInterval().toMillis();
        measuring.scheduleWithFixedDelay(this::measure, interval, interval, TimeUnit.MILLISECONDS);
        long looking = config.leftoverInterval().toMillis();
        collecting.scheduleWithFixedDelay(this::collect, looking, looking, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(LAST) ShutdownEvent event) {
        recorder.close();
        relay.close(config.farewell());
        listener.close();
        measuring.shutdownNow();
        collecting.shutdownNow();
    }

    private void measure() {
        try {
            backlog.measure();
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("the backlog cannot be measured now reason=%s", e.getMessage());
        }
    }

    private void collect() {
        try {
            int deleted = pending.collect(
                    artefacts, config.leftoverAge(), references.stream().toList());
            if (deleted > 0) {
                LOG.infof("objects without an owner were deleted count=%d", deleted);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.debugf("objects without an owner cannot be collected now reason=%s", e.getMessage());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
