package io.inhouse.registry.adapters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.registry.basemodels.BaseModels;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelFile;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registered adapters. An adapter of another project does not exist for a caller. */
@ApplicationScoped
public class Adapters implements PanacheRepositoryBase<AdapterEntity, String> {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<ModelFile>> FILES = new TypeReference<>() {};

    private final BaseModels baseModels;
    private final Aliases aliases;
    private final ObjectMapper json;

    Adapters(BaseModels baseModels, Aliases aliases, ObjectMapper json) {
        this.baseModels = baseModels;
        this.aliases = aliases;
        this.json = json;
    }

    /** Newest first. */
    @Transactional
    public List<Adapter> ofProject(String project) {
        return list("project", Sort.descending("registeredAt", "id"), project).stream()
                .map(this::told)
                .toList();
    }

    /** @throws PlatformException {@code NOT_FOUND} */
    @Transactional
    public Adapter inProject(String id, String project) {
        return told(row(id, project));
    }

    Optional<Adapter> ofJob(String job) {
        return find("job", job).firstResultOptional().map(this::told);
    }

    void insert(AdapterEntity row, Map<String, Object> recipe, Map<String, Object> evaluation, List<ModelFile> files) {
        row.recipe = written(recipe);
        row.evaluation = written(evaluation);
        row.files = written(files);
        persistAndFlush(row);
    }

    /** Subject of the service that registered it. */
    String registrar(String id) {
        return findById(id).registrar;
    }

    /** @return false if the adapter was not in state {@code from} any more */
    boolean decide(String id, AdapterState from, AdapterState to, Caller by, String comment, Instant now) {
        int changed = update(
                "state = ?1, decidedBy = ?2, decidedByName = ?3, decidedAt = ?4, comment = ?5 where id = ?6 and state = ?7",
                to.code(),
                by.subject(),
                by.name(),
                now,
                comment,
                id,
                from.code());
        getEntityManager().clear();
        return changed == 1;
    }

    /** Approval and its author stay; only the state changes. */
    boolean retire(String id) {
        int changed = update(
                "state = ?1 where id = ?2 and state = ?3",
                AdapterState.RETIRED.code(),
                id,
                AdapterState.APPROVED.code());
        getEntityManager().clear();
        return changed == 1;
    }

    /** The recipe exactly as stored: its digest is taken from this text. */
    String recipeText(String id) {
        return findById(id).recipe;
    }

    private AdapterEntity row(String id, String project) {
        return find("id = ?1 and project = ?2", id, project)
                .firstResultOptional()
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "There is no adapter with this id in the project " + project + ".",
                        Map.of("param", "adapter")));
    }

    private Adapter told(AdapterEntity row) {
        BaseModel base = baseModels.named(row.baseModelId);
        try {
            return new Adapter(
                    row.id,
                    row.project,
                    row.suffix,
                    row.digest,
                    AdapterState.of(row.state),
                    row.rank,
                    base.digest(),
                    base.name(),
                    row.job,
                    row.owner,
                    row.ownerName,
                    row.datasetVersion,
                    row.datasetDigest,
                    row.purpose,
                    json.readValue(row.recipe, OBJECT),
                    json.readValue(row.evaluation, OBJECT),
                    row.codeVersion,
                    row.flops,
                    json.readValue(row.files, FILES),
                    aliases.of(row.id),
                    row.registeredAt,
                    row.decidedByName,
                    row.decidedAt,
                    row.comment);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("adapter " + row.id + " is not readable", e);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
