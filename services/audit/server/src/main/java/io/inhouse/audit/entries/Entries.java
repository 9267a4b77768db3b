package io.inhouse.audit.entries;

import io.inhouse.audit.client.Entry;
import io.inhouse.ledger.Leaf;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entries as rows. */
@ApplicationScoped
public class Entries implements PanacheRepositoryBase<EntryEntity, Long> {
    /** An entry and its leaf's bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(Entry entry, byte[] leaf) {}

    /** Newest first. */
    @Transactional
    List<Entry> list(EntryFilter filter) {
        StringBuilder query = new StringBuilder("index < :published");
        Parameters parameters = Parameters.with("published", filter.published());
        String type = filter.type();
        if (type != null && type.endsWith(".*")) {
            narrow(query, parameters, "type like :type escape '!'", "type", prefix(type));
        } else {
            narrow(query, parameters, "type = :type", "type", type);
        }
        narrow(query, parameters, "outcome = :outcome", "outcome", filter.outcome());
        narrow(query, parameters, "project = :project", "project", filter.project());
        narrow(query, parameters, "stream = :stream", "stream", filter.stream());
        narrow(query, parameters, "actorPseudonym = :actor", "actor", filter.actorPseudonym());
        narrow(query, parameters, "subjectPseudonym = :subject", "subject", filter.subjectPseudonym());
        narrow(query, parameters, ":object in (select o.objectId from e.objects o)", "object", filter.object());
        narrow(query, parameters, "purpose = :purpose", "purpose", filter.purpose());
        narrow(query, parameters, "ts >= :since", "since", filter.since());
        narrow(query, parameters, "ts < :until", "until", filter.until());
        Cursor after = filter.after();
        if (after != null) {
            // The first half lets the index skip what was shown; the second decides among entries of the same
            // millisecond.
            query.append(" and ts <= :afterTs and (ts < :afterTs or index < :afterIndex)");
            parameters.and("afterTs", after.ts()).and("afterIndex", after.index());
        }
        return find("from EntryEntity e where " + query, Sort.by("ts", "index").descending(), parameters)
                .page(Page.ofSize(filter.limit()))
                .list()
                .stream()
                .map(Entries::value)
                .toList();
    }

    /** @param published entries beyond this are not shown yet */
    @Transactional
    Optional<Stored> find(String eventId, long published) {
        return find("eventId = ?1 and index < ?2", eventId, published)
                .firstResultOptional()
                .map(row -> new Stored(value(row), row.leaf));
    }

    private static Entry value(EntryEntity row) {
        Leaf leaf = Leaf.parse(row.leaf);
        return new Entry(
                row.index,
                leaf.id(),
                leaf.stream(),
                leaf.seq(),
                leaf.ts().toString(),
                leaf.type(),
                leaf.outcome().code(),
                leaf.actorKind().code(),
                leaf.actorPseudonym(),
                leaf.subjectPseudonym(),
                leaf.project(),
                leaf.purpose(),
                leaf.objects().stream()
                        .map(object -> new Entry.EntryObject(object.kind(), object.id(), object.digest()))
                        .toList(),
                leaf.ctSha256(),
                leaf.ptCommit());
    }

    private static void narrow(
            StringBuilder query, Parameters parameters, String condition, String name, @Nullable Object value) {
        if (value != null) {
            query.append(" and ").append(condition);
            parameters.and(name, value);
        }
    }

    /** {@code dataset.*} as a pattern for LIKE; an underscore in it is meant literally. */
    private static String prefix(String type) {
        return type.substring(0, type.length() - 1)
                        .replace("!", "!!")
                        .replace("_", "!_")
                        .replace("%", "!%")
                + "%";
    }
}
