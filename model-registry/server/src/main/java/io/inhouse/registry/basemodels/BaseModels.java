package io.inhouse.registry.basemodels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.adapterformat.ModuleShapes;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelFile;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered base models. */
@ApplicationScoped
public class BaseModels implements PanacheRepositoryBase<BaseModelEntity, String> {
    private final ModelStore store;
    private final ObjectMapper json;

    BaseModels(ModelStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** Newest first. */
    @Transactional
    public List<BaseModel> all() {
        return listAll(Sort.descending("registeredAt")).stream().map(this::told).toList();
    }

    /**
     * @param key name, digest or id
     * @throws PlatformException {@code NOT_FOUND}
     */
    @Transactional
    public BaseModel named(String key) {
        return lookUp(key)
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "There is no base model with this name, digest or id. GET /api/models lists them.",
                        Map.of("param", "model")));
    }

    /** @param key name, digest or id */
    @Transactional
    public Optional<BaseModel> lookUp(String key) {
        return find("id = ?1 or digest = ?1 or name = ?1", key)
                .firstResultOptional()
                .map(this::told);
    }

    /** What the model's linear layers look like, so that an adapter can be compared with them. */
    public ModuleShapes shapes(BaseModel model) throws IOException {
        Map<String, List<Long>> shapes =
                HuggingFaceDirectory.open(store.directory(model.digest())).shapes();
        return path -> shape(shapes, model, path);
    }

    private static ModuleShapes.@Nullable Shape shape(Map<String, List<Long>> shapes, BaseModel model, String path) {
        List<Long> shape = shapes.get(path + ".weight");
        if (shape == null) {
            throw new IllegalArgumentException("the base model " + model.name() + " has no linear layer " + path);
        }
        return new ModuleShapes.Shape(shape.get(0), shape.get(1));
    }

    void insert(BaseModelEntity row, List<ModelFile> files) {
        try {
            row.files = json.writeValueAsString(files);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        persistAndFlush(row);
    }

    BaseModel told(BaseModelEntity row) {
        try {
            return new BaseModel(
                    row.id,
                    row.name,
                    row.digest,
                    row.architecture,
                    row.parameters,
                    row.contextLength,
                    row.licence,
                    row.source,
                    store.directory(row.digest).toString(),
                    json.readValue(row.files, new TypeReference<List<ModelFile>>() {}),
                    row.registeredAt,
                    row.registeredByName);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("base_model.files of " + row.id + " is not readable", e);
        }
    }
}
