package io.inhouse.audit.tiles;

import io.inhouse.audit.head.PublishedHeads;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Tile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Tiles made of the ledger's rows; what is published never changes, so a tile is the same for ever. */
@ApplicationScoped
public class Tiles {
    private final PublishedHeads heads;
    private final DataSource dataSource;

    Tiles(PublishedHeads heads, DataSource dataSource) {
        this.heads = heads;
        this.dataSource = dataSource;
    }

    String checkpoint() {
        return heads.latest().encode();
    }

    /** @throws PlatformException {@code NOT_FOUND} if the published tree does not hold all of it */
    byte[] read(Tile tile) {
        if (!tile.isIn(heads.size())) {
            throw missing(tile.path());
        }
        return tile.level() == Tile.ENTRIES ? Tile.entries(leaves(tile)) : hashes(tile);
    }

    static PlatformException missing(String path) {
        return new PlatformException(
                Failure.NOT_FOUND,
                "The published log has no " + path + "; see c2sp.org/tlog-tiles.",
                Map.of("param", "path"));
    }

    private byte[] hashes(Tile tile) {
        if (tile.level() == 0) {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            leaves(tile).forEach(leaf -> hashes.writeBytes(Hash.ofLeaf(leaf).bytes()));
            return hashes.toByteArray();
        }
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        rows("SELECT hash FROM node WHERE idx >= ? AND idx < ? AND level = ? ORDER BY idx", tile, true)
                .forEach(hashes::writeBytes);
        return hashes.toByteArray();
    }

    private List<byte[]> leaves(Tile tile) {
        return rows("SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", tile, false);
    }

    private List<byte[]> rows(String sql, Tile tile, boolean ofLevel) {
        List<byte[]> rows = new ArrayList<>(tile.width());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, tile.first());
            select.setLong(2, tile.first() + tile.width());
            if (ofLevel) {
                select.setInt(3, tile.nodeLevel());
            }
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(found.getBytes(1));
                }
            }
        } catch (SQLException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The ledger's database did not answer. Try again.", Map.of(), e);
        }
        if (rows.size() != tile.width()) {
            throw new IllegalStateException("the ledger lacks rows of " + tile.path());
        }
        return rows;
    }
}
