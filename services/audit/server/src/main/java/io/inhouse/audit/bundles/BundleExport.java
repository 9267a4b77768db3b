package io.inhouse.audit.bundles;

import io.inhouse.audit.AuditConfig;
import io.inhouse.audit.entries.StoredContents;
import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.ledger.bundle.BatchLocators;
import io.inhouse.ledger.bundle.BatchNotes;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.ledger.bundle.BundleWriter;
import io.inhouse.ledger.bundle.Opening;
import io.inhouse.ledger.bundle.PublishedHead;
import io.inhouse.ledger.bundle.RangeProof;
import io.inhouse.recording.encryption.UnreadableContentException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/** Writes a part of the ledger as a bundle, row after row; memory does not grow with the number of entries. */
@ApplicationScoped
public class BundleExport {
    private static final int FETCH = 500;
    /** Contents are up to 256 kB each, and twice that while the driver receives them as text. */
    private static final int FETCH_CONTENTS = 16;

    private final DataSource dataSource;
    private final StoredContents contents;
    private final VerifierKey key;
    private final AuditConfig config;
    private final Clock clock;

    BundleExport(DataSource dataSource, StoredContents contents, VerifierKey key, AuditConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.contents = contents;
        this.key = key;
        this.config = config;
        this.clock = clock;
    }

    private interface Row {
        void write(ResultSet row) throws SQLException, IOException;
    }

    /** Rows below the tree's size never change, so what is read here fits together whatever is appended meanwhile. */
    void write(BundleRange range, OutputStream out) throws IOException {
        try (Connection connection = dataSource.getConnection()) {
            // Only inside a transaction does the driver fetch in portions.
            connection.setAutoCommit(false);
            try {
                write(range, connection, new BundleWriter(out, clock.instant()));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException("the ledger's database failed during an export", e);
        }
    }

    private void write(BundleRange range, Connection connection, BundleWriter bundle) throws IOException {
        bundle.file(BundleFormat.CHECKPOINT, out -> out.write(utf8(range.head().encode())));
        bundle.file(BundleFormat.HEADS, out -> heads(connection, range, out));
        bundle.file(
                BundleFormat.LEAVES,
                out -> rows(
                        connection,
                        FETCH,
                        "SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                        row -> line(out, row.getBytes(1)),
                        range.from(),
                        range.to()));
        bundle.file(
                BundleFormat.BATCHES,
                out -> rows(
                        connection,
                        FETCH,
                        "SELECT note FROM batch WHERE first + count > ? AND first < ? ORDER BY first",
                        row -> out.write(BatchNotes.encode(SignedNote.parse(row.getString(1)))),
                        range.from(),
                        range.to()));
        bundle.file(
                BundleFormat.LOCATORS,
                out -> rows(
                        connection,
                        FETCH,
                        "SELECT first, locators FROM batch WHERE first + count > ? AND first < ? ORDER BY first",
                        row -> line(
                                out,
                                new BatchLocators(row.getLong(1), List.of((String[])
                                                row.getArray(2).getArray()))
                                        .encode()),
                        range.from(),
                        range.to()));
        if (range.openContents()) {
            bundle.file(BundleFormat.OPENINGS, out -> openings(connection, range, out));
        }
        if (range.from() > 0 || range.to() < range.treeSize()) {
            RangeProof proof = RangeProof.of(range.from(), range.to(), range.treeSize(), new StoredNodes(connection));
            bundle.file(BundleFormat.RANGE, out -> out.write(proof.encode()));
        }
        bundle.finish(
                config.origin(), key.toString(), range.from(), range.to(), range.treeSize(), range.previousBundle());
    }

    private void heads(Connection connection, BundleRange range, OutputStream out) throws IOException {
        rows(
                connection,
                FETCH,
                """
                SELECT note, published_at FROM (
                  SELECT note, published_at, size, row_number() OVER (ORDER BY size DESC) - 1 AS nr, count(*) OVER () AS total
                  FROM tree_head WHERE size BETWEEN ? AND ?) head
                WHERE nr % greatest(1, (total + ? - 1) / ?) = 0 ORDER BY size""",
                row -> line(
                        out,
                        new PublishedHead(
                                        SignedNote.parse(row.getString(1)),
                                        row.getTimestamp(2).toInstant().toString())
                                .encode()),
                range.from(),
                range.to(),
                config.bundleHeads(),
                config.bundleHeads());
    }

    private void openings(Connection connection, BundleRange range, OutputStream out) throws IOException {
        rows(
                connection,
                FETCH_CONTENTS,
                """
                SELECT idx, leaf, ct, ct_ref, dek, key_id FROM entry JOIN content USING (idx)
                WHERE idx >= ? AND idx < ? ORDER BY idx""",
                row -> {
                    try {
                        Leaf leaf = Leaf.parse(row.getBytes(2));
                        StoredContents.Opened opened = contents.open(
                                row.getBytes(2), row.getBytes(3), row.getString(4), row.getBytes(5), row.getString(6));
                        line(
                                out,
                                new Opening(row.getLong(1), leaf.id(), opened.salt(), opened.payload(), leaf.ctSha256())
                                        .encode());
                    } catch (UnreadableContentException e) {
                        if (e.reason() != UnreadableContentException.Reason.KEY_DESTROYED) {
                            throw e;
                        }
                        // Erased: the entry stays in the bundle, its content is gone for everybody.
                    }
                },
                range.from(),
                range.to());
    }

    private static void rows(Connection connection, int fetch, String sql, Row each, long... parameters)
            throws IOException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(fetch);
            for (int i = 0; i < parameters.length; i++) {
                select.setLong(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.write(rows);
                }
            }
        } catch (SQLException e) {
            throw new IOException("the ledger's database failed during an export", e);
        }
    }

    private static void line(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
