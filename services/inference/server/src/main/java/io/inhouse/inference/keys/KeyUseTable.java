package io.inhouse.inference.keys;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The last use of each key, in the database. */
@ApplicationScoped
public class KeyUseTable implements PanacheRepositoryBase<KeyUseEntity, String> {
    @Transactional
    Map<String, Instant> of(Collection<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        return find("keyId in ?1", keys).stream().collect(Collectors.toMap(row -> row.keyId, row -> row.usedAt));
    }

    /** Several servers may write; the latest use remains. In one order, so that they do not wait for each other in a circle. */
    @Transactional
    void write(Map<String, Instant> uses) {
        new TreeMap<>(uses)
                .forEach((key, usedAt) -> getEntityManager()
                        .createNativeQuery("INSERT INTO key_use (key_id, used_at) VALUES (?1, ?2) ON CONFLICT (key_id)"
                                + " DO UPDATE SET used_at = greatest(key_use.used_at, excluded.used_at)")
                        .setParameter(1, key)
                        .setParameter(2, usedAt.atOffset(ZoneOffset.UTC))
                        .executeUpdate());
    }
}
