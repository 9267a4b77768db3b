package io.inhouse.audit.sequence;

import io.inhouse.audit.head.ForkedLogException;
import io.inhouse.audit.head.HeadSigner;
import io.inhouse.audit.head.HeadStore;
import io.inhouse.audit.head.Quorum;
import io.inhouse.audit.head.TreeHeads;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.SigningKey;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A ledger in a fresh database of a real PostgreSQL, with its tree head in a directory; no Kafka, no HTTP. */
public final class LedgerFixture {
    public static final String ORIGIN = "audit.test/log";
    public static final SigningKey KEY = SigningKey.of(ORIGIN, new byte[32]);
    public static final HeadSigner SIGNER = new HeadSigner(KEY, Cosigner.mlDsa44(ORIGIN, new byte[32]));
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    final TestDatabase database;
    public final DataSource dataSource;
    final HeadStore store;
    final LedgerOracle oracle;
    Sequencer sequencer = new Sequencer(ORIGIN, KEY, CLOCK);
    TreeHeads heads;
    /** Counts from the next restart on. */
    public Quorum quorum = Quorum.none();

    public LedgerFixture(Path headDirectory) throws IOException {
        this(PostgresResource.database("ledger"), headDirectory);
    }

    LedgerFixture(TestDatabase database, Path headDirectory) throws IOException {
        this.database = database;
        this.dataSource = dataSource(database);
        this.store = new HeadStore(headDirectory);
        this.oracle = new LedgerOracle(dataSource, store, KEY.verifier());
        this.heads = new TreeHeads(ORIGIN, SIGNER, store, CLOCK, Quorum.none());
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** As a process that starts anew. */
    public void restart() throws SQLException, IOException, ForkedLogException {
        sequencer = new Sequencer(ORIGIN, KEY, CLOCK);
        heads = new TreeHeads(ORIGIN, SIGNER, store, CLOCK, quorum);
        try (Connection connection = dataSource.getConnection()) {
            heads.recover(connection);
        }
    }

    public Sequencer.Sequenced append(List<Message> messages) throws SQLException, IOException, ForkedLogException {
        Sequencer.Sequenced sequenced = appendOnly(messages);
        try (Connection connection = dataSource.getConnection()) {
            heads.publish(connection);
        }
        return sequenced;
    }

    /** @return entries in the published head */
    public long publish() throws SQLException, IOException, ForkedLogException {
        try (Connection connection = dataSource.getConnection()) {
            return heads.publish(connection);
        }
    }

    /** Up to the moment between the commit and the tree head. */
    Sequencer.Sequenced appendOnly(List<Message> messages) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return sequencer.append(connection, messages);
        }
    }

    public long count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static DataSource dataSource(TestDatabase database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser(database.username());
        dataSource.setPassword(database.password());
        return dataSource;
    }
}
