package io.inhouse.registry.adapters;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.Digest;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.recording.leftovers.ArtefactReferences;
import io.inhouse.recording.leftovers.PendingArtefacts;
import io.inhouse.registry.client.ModelFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** The files of adapters in the artefact store: none of them stays there unless an adapter names it. */
@Singleton
class AdapterFiles implements ArtefactReferences {
    private final ArtefactStore artefacts;
    private final PendingArtefacts pending;
    private final DataSource dataSource;

    AdapterFiles(ArtefactStore artefacts, PendingArtefacts pending, DataSource dataSource) {
        this.artefacts = artefacts;
        this.pending = pending;
        this.dataSource = dataSource;
    }

    /** A file that is stored, and the note about it. */
    record Stored(ModelFile file, String note) {}

    /** After a crash the file is collected, unless {@link #claim} was committed. */
    Stored store(Path directory, String name) throws IOException {
        Path path = directory.resolve(name);
        String note;
        try {
            note = pending.note(new Digest(AdapterDigest.sha256(path)));
        } catch (SQLException e) {
            throw notNow("The database does not take a note about the adapter's files.", e);
        }
        try (InputStream content = Files.newInputStream(path)) {
            ArtefactStore.Stored stored = artefacts.put(content);
            return new Stored(new ModelFile(name, stored.size(), stored.digest().toString()), note);
        }
    }

    /** In the transaction that makes an adapter of it. */
    void claim(Stored stored) {
        try {
            pending.claim(stored.note());
        } catch (SQLException e) {
            throw notNow("The adapter's files were stored, but not registered in time.", e);
        }
    }

    @Override
    public boolean refersTo(Digest digest) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT 1 FROM adapter, jsonb_array_elements(files::jsonb) file
                        WHERE file ->> 'digest' = ? LIMIT 1""")) {
            select.setString(1, digest.toString());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("it is not known now whether an adapter names " + digest, e);
        }
    }

    private static PlatformException notNow(String detail, SQLException cause) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE,
                detail + " Register the adapter again.",
                Map.of("retryAfterSeconds", 5),
                cause);
    }
}
