package io.inhouse.registry.adapters;

import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.ModelAlias;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The names of a project's tuned models. */
@ApplicationScoped
public class Aliases implements PanacheRepositoryBase<AliasEntity, AliasKey> {
    private final EntityManager entities;

    Aliases(EntityManager entities) {
        this.entities = entities;
    }

    /** By name. */
    @Transactional
    public List<ModelAlias> ofProject(String project, Adapters adapters) {
        return list("project", Sort.by("name"), project).stream()
                .map(row -> told(row, adapters))
                .toList();
    }

    List<String> of(String adapter) {
        return list("adapter", Sort.by("name"), adapter).stream()
                .map(row -> row.name)
                .toList();
    }

    /** @return the adapter that the name pointed to before */
    Optional<String> move(String project, String name, String adapter, Instant now) {
        Optional<String> before = find("project = ?1 and name = ?2", project, name)
                .firstResultOptional()
                .map(row -> row.adapter);
        entities.createNativeQuery(
                        "INSERT INTO model_alias_move (project_id, name, adapter_id, at) VALUES (?1, ?2, ?3, ?4)")
                .setParameter(1, project)
                .setParameter(2, name)
                .setParameter(3, adapter)
                .setParameter(4, now)
                .executeUpdate();
        entities.createNativeQuery(
                        "INSERT INTO model_alias (project_id, name, adapter_id, since) VALUES (?1, ?2, ?3, ?4)"
                                + " ON CONFLICT (project_id, name) DO UPDATE SET adapter_id = excluded.adapter_id,"
                                + " since = excluded.since")
                .setParameter(1, project)
                .setParameter(2, name)
                .setParameter(3, adapter)
                .setParameter(4, now)
                .executeUpdate();
        entities.clear();
        return before;
    }

    void remove(String adapter) {
        delete("adapter", adapter);
        flush();
    }

    Optional<String> target(String project, String name) {
        return find("project = ?1 and name = ?2", project, name)
                .firstResultOptional()
                .map(row -> row.adapter);
    }

    /** The adapter that the alias pointed to last before the present one, among those that may still serve. */
    Optional<String> previous(String project, String name) {
        List<?> found = entities.createNativeQuery("""
                        SELECT move.adapter_id FROM model_alias_move move JOIN adapter ON adapter.id = move.adapter_id
                        WHERE move.project_id = ?1 AND move.name = ?2 AND adapter.state = 'approved'
                          AND move.adapter_id <> (SELECT adapter_id FROM model_alias WHERE project_id = ?1 AND name = ?2)
                        ORDER BY move.number DESC LIMIT 1""")
                .setParameter(1, project)
                .setParameter(2, name)
                .getResultList();
        return found.stream().findFirst().map(Object::toString);
    }

    ModelAlias named(String project, String name, Adapters adapters) {
        return told(find("project = ?1 and name = ?2", project, name).singleResult(), adapters);
    }

    private ModelAlias told(AliasEntity row, Adapters adapters) {
        Adapter adapter = adapters.inProject(row.adapter, row.project);
        return new ModelAlias(
                row.name,
                row.project,
                adapter.id(),
                adapter.digest(),
                adapter.baseModel(),
                row.since,
                previous(row.project, row.name).orElse(null));
    }
}
