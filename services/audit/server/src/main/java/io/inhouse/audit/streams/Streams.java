package io.inhouse.audit.streams;

import io.inhouse.audit.client.StreamStatus;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Streams as rows, and what waits beside them. */
@ApplicationScoped
public class Streams implements PanacheRepositoryBase<StreamEntity, String> {
    /** Streams' names end in a UUIDv7, so the greatest name of a service is its newest stream. Newest entries first. */
    @Transactional
    List<StreamStatus> newest(int limit) {
        Map<String, Long> held = new HashMap<>();
        for (Object row : getEntityManager()
                .createNativeQuery("SELECT stream, count(*) FROM held GROUP BY stream", Object[].class)
                .getResultList()) {
            Object[] columns = (Object[]) row;
            held.put(String.valueOf(columns[0]), ((Number) columns[1]).longValue());
        }
        Set<String> newest =
                new HashSet<>(getEntityManager()
                        .createNativeQuery("SELECT max(stream) FROM stream GROUP BY service", String.class)
                        .getResultList()
                        .stream()
                        .map(String::valueOf)
                        .toList());
        List<StreamStatus> streams = new ArrayList<>();
        for (StreamEntity row : findAll(Sort.by("lastIndex").descending())
                .page(Page.ofSize(limit))
                .list()) {
            StreamStatus.State state = row.closed
                    ? StreamStatus.State.CLOSED
                    : newest.contains(row.stream) ? StreamStatus.State.OPEN : StreamStatus.State.INTERRUPTED;
            streams.add(new StreamStatus(
                    row.stream, row.service, row.nextSeq, row.lastIndex, state, held.getOrDefault(row.stream, 0L)));
        }
        return streams;
    }

    @Transactional
    public long held() {
        return count("SELECT count(*) FROM held");
    }

    @Transactional
    public long setAside() {
        return count("SELECT count(*) FROM set_aside");
    }

    private long count(String sql) {
        return ((Number) getEntityManager().createNativeQuery(sql, Long.class).getSingleResult()).longValue();
    }
}
