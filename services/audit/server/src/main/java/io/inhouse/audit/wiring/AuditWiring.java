package io.inhouse.audit.wiring;

import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.audit.AuditConfig;
import io.inhouse.audit.encryption.LogKey;
import io.inhouse.audit.head.ForkedLogException;
import io.inhouse.audit.head.HeadSigner;
import io.inhouse.audit.head.HeadStore;
import io.inhouse.audit.head.Quorum;
import io.inhouse.audit.head.TreeHeads;
import io.inhouse.audit.sequence.EntryConsumer;
import io.inhouse.audit.sequence.Sequencer;
import io.inhouse.audit.witness.Witnesses;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.VerifierKey;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Makes the sequencer; starts it before anything is answered, and not at all if the log would fork. */
@ApplicationScoped
public class AuditWiring {
    private static final Logger LOG = Logger.getLogger(AuditWiring.class);

    @Produces
    @Singleton
    HeadStore headStore(AuditConfig config) {
        try {
            return new HeadStore(config.headDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the tree heads' directory cannot be used (inhouse.audit.head-directory)", e);
        }
    }

    @Produces
    @Singleton
    SigningKey signingKey(HeadStore store, MasterKeys masterKeys, AuditConfig config, DataSource dataSource) {
        try {
            return LogKey.load(store, masterKeys, config.origin(), !begun(dataSource));
        } catch (IOException e) {
            throw new UncheckedIOException("the log's key cannot be used", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger's database does not answer", e);
        }
    }

    @Produces
    @Singleton
    HeadSigner headSigner(SigningKey key, HeadStore store, MasterKeys masterKeys, AuditConfig config) {
        try {
            return new HeadSigner(key, LogKey.loadSecond(store, masterKeys, config.origin()));
        } catch (IOException e) {
            throw new UncheckedIOException("the log's second key cannot be used", e);
        }
    }

    @Produces
    @Singleton
    VerifierKey verifierKey(SigningKey key) {
        return key.verifier();
    }

    @Produces
    @Singleton
    Quorum quorum(AuditConfig config, DataSource dataSource) {
        if (config.witnessPolicy().isEmpty()) {
            return Quorum.none();
        }
        TrustPolicy policy = witnesses(config);
        LOG.infof(
                "tree heads are published when witnesses agree quorum=%s of=%s",
                policy.quorum(), policy.witnesses().keySet());
        return policy.needsWitnesses() ? new Witnesses(policy, dataSource, config.retryAfter()) : Quorum.none();
    }

    @Produces
    @Singleton
    TrustPolicy policy(AuditConfig config, HeadSigner signer) {
        TrustPolicy log = signer.policy();
        if (config.witnessPolicy().isEmpty()) {
            return log;
        }
        TrustPolicy witnesses = witnesses(config);
        return new TrustPolicy(log.logs(), witnesses.witnesses(), witnesses.groups(), witnesses.quorum());
    }

    private static TrustPolicy witnesses(AuditConfig config) {
        Path file = config.witnessPolicy().orElseThrow();
        try {
            return TrustPolicy.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the file of inhouse.audit.witness-policy cannot be read: " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the file of inhouse.audit.witness-policy, " + file + ": " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    EntryConsumer consumer(
            AuditConfig config,
            SigningKey key,
            HeadSigner signer,
            HeadStore store,
            Quorum quorum,
            DataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Clock clock) {
        return new EntryConsumer(
                dataSource,
                kafka,
                new Sequencer(config.origin(), key, clock),
                new TreeHeads(config.origin(), signer, store, clock, quorum),
                new EntryConsumer.Settings(config.batch(), config.retryAfter(), config.takeover()));
    }

    /** After Flyway, before the recorder opens its stream. */
    void start(@Observes @Priority(1) StartupEvent event, EntryConsumer consumer) {
        try {
            consumer.start();
        } catch (ForkedLogException e) {
            LOG.fatalf("the audit server does not start: %s", e.getMessage());
            throw new IllegalStateException("the audit server does not start: " + e.getMessage(), e);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the audit server cannot take its log: " + e.getMessage(), e);
        }
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event, EntryConsumer consumer, Quorum quorum) {
        consumer.close();
        quorum.close();
    }

    private static boolean begun(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT 1 FROM log");
                ResultSet rows = select.executeQuery()) {
            return rows.next();
        }
    }
}
