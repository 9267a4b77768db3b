package io.inhouse.audit.entries;

import io.inhouse.audit.client.Entry;
import io.inhouse.audit.client.EntryContent;
import io.inhouse.audit.client.EntryPage;
import io.inhouse.audit.client.EntryProof;
import io.inhouse.audit.head.PublishedHeads;
import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.Roles;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.TlogProof;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What a compliance officer can learn about entries. Only published entries exist here. */
@ApplicationScoped
public class EntryReading {
    private final Entries entries;
    private final PublishedHeads heads;
    private final StoredContents contents;
    private final Recorder recorder;
    private final DataSource dataSource;

    EntryReading(
            Entries entries, PublishedHeads heads, StoredContents contents, Recorder recorder, DataSource dataSource) {
        this.entries = entries;
        this.heads = heads;
        this.contents = contents;
        this.recorder = recorder;
        this.dataSource = dataSource;
    }

    EntryPage list(EntryFilter filter) {
        long size = heads.size();
        EntryFilter published = new EntryFilter(
                filter.type(),
                filter.outcome(),
                filter.project(),
                filter.stream(),
                filter.actorPseudonym(),
                filter.subjectPseudonym(),
                filter.object(),
                filter.purpose(),
                filter.since(),
                filter.until(),
                size,
                filter.after(),
                filter.limit() + 1);
        List<Entry> found = entries.list(published);
        boolean more = found.size() > filter.limit();
        List<Entry> page = more ? found.subList(0, filter.limit()) : found;
        return new EntryPage(page, more ? cursor(page.getLast()) : null, size);
    }

    private static String cursor(Entry last) {
        return new Cursor(Instant.parse(last.ts()), last.index()).toString();
    }

    EntryProof proof(String id) {
        SignedNote head = heads.latest();
        long size = Checkpoint.parse(head.text()).size();
        Entries.Stored stored = stored(id, size);
        try (Connection connection = dataSource.getConnection()) {
            List<String> proof = Proofs.inclusion(stored.entry().index(), size, new StoredNodes(connection)).stream()
                    .map(Hash::base64)
                    .toList();
            return new EntryProof(
                    stored.entry(), new String(stored.leaf(), StandardCharsets.UTF_8), proof, head.encode());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** @throws PlatformException {@code NOT_FOUND} also for an entry of a project that is not the caller's */
    TlogProof receipt(Caller caller, String id) {
        SignedNote head = heads.latest();
        long size = Checkpoint.parse(head.text()).size();
        Entries.Stored stored = stored(id, size);
        if (!caller.has(Roles.COMPLIANCE_OFFICER)
                && !caller.project().equals(stored.entry().project())) {
            throw unknown(id);
        }
        try (Connection connection = dataSource.getConnection()) {
            List<Hash> proof = Proofs.inclusion(stored.entry().index(), size, new StoredNodes(connection));
            return new TlogProof(stored.leaf(), stored.entry().index(), proof, head);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    EntryContent open(Caller caller, String id, String reason) {
        Entries.Stored stored = stored(id, heads.size());
        // Recorded before anything is decrypted: whoever saw the content is in the log, also after a crash.
        String readEntry = recorder.recordNow(AuditEvent.of("payload.read")
                .by(caller)
                .object("entry", id)
                .content("reason", reason)
                .build());
        try {
            StoredContents.Opened opened = contents.open(stored.entry().index(), stored.leaf());
            return new EntryContent(
                    id,
                    stored.entry().index(),
                    CanonicalJson.parseObject(opened.payload()),
                    Base64.getEncoder().encodeToString(opened.salt()),
                    new String(opened.payload(), StandardCharsets.UTF_8),
                    readEntry);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private Entries.Stored stored(String id, long size) {
        return entries.find(id, size).orElseThrow(() -> unknown(id));
    }

    private static PlatformException unknown(String id) {
        return new PlatformException(
                Failure.NOT_FOUND, "No published entry has the id " + id + ".", Map.of("param", "id"));
    }

    private static PlatformException unreadable(SQLException e) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE, "The ledger's database did not answer. Try again.", Map.of(), e);
    }
}
