package io.inhouse.recording.wiring;

import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.recording.AuditRecorder;
import io.inhouse.recording.EventContents;
import io.inhouse.recording.Recorder;
import io.inhouse.recording.RecordingConfig;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SubjectKeys;
import io.inhouse.recording.leftovers.PendingArtefacts;
import io.inhouse.recording.outbox.Backlog;
import io.inhouse.recording.outbox.BacklogCheck;
import io.inhouse.recording.outbox.LoggedListener;
import io.inhouse.recording.outbox.Outbox;
import io.inhouse.recording.outbox.OutboxRelay;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.Readiness;

/** Makes the recorder and the relay from the service's own database and Kafka's configuration. */
@ApplicationScoped
public class RecordingWiring {
    @Produces
    @Singleton
    Outbox outbox() {
        return new Outbox();
    }

    @Produces
    @Singleton
    Backlog backlog(DataSource dataSource, Outbox outbox, Clock clock, RecordingConfig config) {
        return new Backlog(dataSource, outbox, clock, config.maxLag(), config.maxBacklog());
    }

    @Produces
    @Readiness
    @Singleton
    BacklogCheck backlogCheck(Backlog backlog) {
        return new BacklogCheck(backlog);
    }

    @Produces
    @Singleton
    PendingArtefacts pendingArtefacts(
            DataSource dataSource, TransactionManager transactions, Identifiers identifiers, Clock clock) {
        return new PendingArtefacts(dataSource, transactions, identifiers, clock);
    }

    @Produces
    @Singleton
    EventContents eventContents(
            SubjectKeys keys,
            ContentEncryption encryption,
            ArtefactStore artefacts,
            PendingArtefacts pending,
            Identifiers identifiers) {
        return new EventContents(keys, encryption, artefacts, pending, identifiers);
    }

    @Produces
    @Singleton
    OutboxRelay relay(
            DataSource dataSource,
            Outbox outbox,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Clock clock,
            RecordingConfig config) {
        return new OutboxRelay(
                dataSource,
                outbox,
                kafka,
                clock,
                new OutboxRelay.Settings(
                        config.partitions(), config.pollInterval(), config.retryAfter(), config.resendAfter()));
    }

    @Produces
    @Singleton
    LoggedListener listener(
            DataSource dataSource,
            Outbox outbox,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RecordingConfig config) {
        return new LoggedListener(dataSource, outbox, kafka, config.service(), config.retryAfter());
    }

    /** Made when it is first used, so that filters and others that exist before the configuration does may hold it. */
    @Produces
    @ApplicationScoped
    Recorder recorder(AuditRecorder recorder) {
        return recorder;
    }

    @Produces
    @Singleton
    @Typed(AuditRecorder.class)
    AuditRecorder auditRecorder(
            DataSource dataSource,
            Outbox outbox,
            EventContents contents,
            Backlog backlog,
            TransactionManager transactions,
            TransactionSynchronizationRegistry synchronizations,
            Identifiers identifiers,
            Clock clock,
            RecordingConfig config,
            OutboxRelay relay) {
        return new AuditRecorder(
                dataSource,
                outbox,
                contents,
                backlog,
                transactions,
                synchronizations,
                identifiers,
                clock,
                config,
                relay::wake);
    }
}
