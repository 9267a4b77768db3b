package io.inhouse.recording;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.inhouse.artefacts.FileArtefactStore;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SubjectKeys;
import io.inhouse.recording.leftovers.PendingArtefacts;
import io.inhouse.recording.outbox.Backlog;
import io.inhouse.recording.outbox.LoggedListener;
import io.inhouse.recording.outbox.Outbox;
import io.inhouse.recording.outbox.OutboxRelay;
import io.inhouse.recording.wiring.Migrations;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestDatabase;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A recorder with everything real around it, without a container: PostgreSQL, JTA transactions, keys, artefacts. */
final class RecordingFixture implements AutoCloseable {
    final TestDatabase database;
    final TestDatabase keyDatabase;
    final PlatformDirectories.Directories directories;
    final AdjustableClock clock = new AdjustableClock();
    final Identifiers identifiers = new Identifiers(clock, new SecureRandom());
    final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    final TransactionSynchronizationRegistry synchronizations = new TransactionSynchronizationRegistryImple();
    final Outbox outbox = new Outbox();
    final AgroalDataSource dataSource;
    final AgroalDataSource keyDataSource;
    final SubjectKeys keys;
    final FileArtefactStore artefacts;
    final PendingArtefacts pending;
    final EventContents contents;
    final RecordingConfig config;
    final Backlog backlog;
    private final List<AuditRecorder> recorders = new ArrayList<>();
    private final List<AutoCloseable> parts = new ArrayList<>();

    RecordingFixture() throws Exception {
        this(
                PostgresResource.database("recording"),
                PostgresResource.database("keys"),
                PlatformDirectories.create(),
                Map.of());
    }

    RecordingFixture(
            TestDatabase database,
            TestDatabase keyDatabase,
            PlatformDirectories.Directories directories,
            Map<String, String> settings)
            throws Exception {
        this.database = database;
        this.keyDatabase = keyDatabase;
        this.directories = directories;
        identifyThisTransactionManager(directories);
        dataSource = dataSource(database, true);
        keyDataSource = dataSource(keyDatabase, false);
        Migrations.recording(dataSource);
        Migrations.keys(keyDataSource);
        config = config(settings);
        keys = newSubjectKeys();
        artefacts = new FileArtefactStore(directories.artefacts(), masterKeys());
        pending = new PendingArtefacts(dataSource, transactions, identifiers, clock);
        contents = new EventContents(keys, new ContentEncryption(keys), artefacts, pending, identifiers);
        backlog = new Backlog(dataSource, outbox, clock, config.maxLag(), config.maxBacklog());
        backlog.start();
    }

    static RecordingConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("inhouse.recording.service", "datasets");
        all.putAll(settings);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 500))
                .withMapping(RecordingConfig.class)
                .build()
                .getConfigMapping(RecordingConfig.class);
    }

    /** As another service would have them: nothing shared but database and keystore. */
    SubjectKeys newSubjectKeys() throws IOException {
        return new SubjectKeys(keyDataSource, masterKeys(), identifiers, clock, Duration.ofMinutes(5), 100);
    }

    MasterKeys masterKeys() throws IOException {
        return MasterKeys.open(
                directories.keystore(), directories.keystorePassword().toCharArray());
    }

    /** A recorder with an open stream, as a starting process has it. */
    AuditRecorder start() throws SQLException {
        return start(() -> {});
    }

    AuditRecorder start(Runnable committed) throws SQLException {
        AuditRecorder recorder = new AuditRecorder(
                dataSource,
                outbox,
                contents,
                backlog,
                transactions,
                synchronizations,
                identifiers,
                clock,
                config,
                committed);
        recorder.open("test-host");
        recorders.add(recorder);
        return recorder;
    }

    OutboxRelay relay(String bootstrapServers, Duration resendAfter) {
        OutboxRelay relay = new OutboxRelay(
                dataSource,
                outbox,
                Map.of("bootstrap.servers", bootstrapServers),
                clock,
                new OutboxRelay.Settings(2, Duration.ofMillis(200), Duration.ofMillis(100), resendAfter));
        parts.add(relay);
        relay.start();
        return relay;
    }

    LoggedListener listener(String bootstrapServers) {
        LoggedListener listener = new LoggedListener(
                dataSource,
                outbox,
                Map.of("bootstrap.servers", bootstrapServers),
                config.service(),
                Duration.ofMillis(200));
        parts.add(listener);
        listener.start();
        return listener;
    }

    <T> T inTransaction(Callable<T> work) throws Exception {
        transactions.begin();
        try {
            T result = work.call();
            transactions.commit();
            return result;
        } catch (Exception e) {
            transactions.rollback();
            throw e;
        }
    }

    /** What is in the outbox, by stream and number. */
    List<Outbox.Row> rows() throws SQLException {
        List<Outbox.Row> rows = new ArrayList<>();
        try (Connection connection = database.connect()) {
            for (Outbox.Stream stream : outbox.notAllLogged(connection)) {
                rows.addAll(outbox.read(connection, stream.id(), -1, Integer.MAX_VALUE));
            }
        }
        return rows;
    }

    long number(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        recorders.forEach(AuditRecorder::close);
        dataSource.close();
        keyDataSource.close();
    }

    private AgroalDataSource dataSource(TestDatabase to, boolean joinsTransactions) throws SQLException {
        var pool = new AgroalConnectionPoolConfigurationSupplier()
                .maxSize(16)
                .acquisitionTimeout(Duration.ofMinutes(1))
                .connectionFactoryConfiguration(factory -> factory.jdbcUrl(to.jdbcUrl())
                        .principal(new NamePrincipal(to.username()))
                        .credential(new SimplePassword(to.password())));
        if (joinsTransactions) {
            pool.transactionIntegration(new NarayanaTransactionIntegration(transactions, synchronizations));
        }
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
    }

    private static void identifyThisTransactionManager(PlatformDirectories.Directories directories)
            throws CoreEnvironmentBeanException {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
        arjPropertyManager
                .getObjectStoreEnvironmentBean()
                .setObjectStoreDir(directories.work().resolve("transactions").toString());
    }
}
