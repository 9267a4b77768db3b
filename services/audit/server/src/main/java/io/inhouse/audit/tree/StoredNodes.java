package io.inhouse.audit.tree;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.TreeNodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;

/** The tree's nodes in PostgreSQL, read in the connection's transaction. */
public final class StoredNodes implements TreeNodes {
    private final Connection connection;

    public StoredNodes(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Hash node(int level, long index) {
        String sql = level == 0
                ? "SELECT leaf FROM entry WHERE idx = ?"
                : "SELECT hash FROM node WHERE idx = ? AND level = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, index);
            if (level > 0) {
                select.setInt(2, level);
            }
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new NoSuchElementException("the tree's node " + level + "/" + index + " is missing");
                }
                return level == 0 ? Hash.ofLeaf(rows.getBytes(1)) : Hash.of(rows.getBytes(1));
            }
        } catch (SQLException e) {
            throw new TreeUnreadableException(e);
        }
    }

    /** PostgreSQL failed while the tree was read. */
    public static final class TreeUnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TreeUnreadableException(SQLException cause) {
            super("the tree cannot be read from PostgreSQL: " + cause.getMessage(), cause);
        }
    }
}
