package io.inhouse.registry.adapters;

import io.inhouse.registry.basemodels.BaseModels;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.Lineage;
import io.inhouse.registry.client.Lineage.Edge;
import io.inhouse.registry.client.Lineage.Node;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** From an adapter back to everything it was made of. */
@ApplicationScoped
public class AdapterLineage {
    private final Adapters adapters;
    private final BaseModels baseModels;

    AdapterLineage(Adapters adapters, BaseModels baseModels) {
        this.adapters = adapters;
        this.baseModels = baseModels;
    }

    /** @throws io.inhouse.failures.PlatformException {@code NOT_FOUND} */
    @Transactional
    public Lineage of(String id, String project) {
        Adapter adapter = adapters.inProject(id, project);
        BaseModel base = baseModels.named(adapter.baseModel());
        String recipe = digest(adapters.recipeText(id));
        return new Lineage(
                List.of(
                        new Node(
                                "adapter",
                                adapter.id(),
                                adapter.digest(),
                                Map.of(
                                        "suffix", adapter.suffix(),
                                        "state", adapter.state(),
                                        "rank", adapter.rank(),
                                        "evaluation", adapter.evaluation())),
                        new Node(
                                "tuning-job",
                                adapter.job(),
                                null,
                                Map.of(
                                        "owner", adapter.ownerName(),
                                        "purpose", adapter.purpose(),
                                        "codeVersion", adapter.codeVersion())),
                        new Node("dataset-version", adapter.datasetVersion(), adapter.datasetDigest(), Map.of()),
                        new Node("recipe", recipe, recipe, adapter.recipe()),
                        new Node(
                                "base-model",
                                base.id(),
                                base.digest(),
                                Map.of("name", base.name(), "licence", base.licence(), "source", base.source()))),
                List.of(
                        new Edge(adapter.id(), "produced-by", adapter.job()),
                        new Edge(adapter.job(), "trained-on", adapter.datasetVersion()),
                        new Edge(adapter.job(), "followed", recipe),
                        new Edge(adapter.job(), "started-from", base.id()),
                        new Edge(adapter.id(), "applies-to", base.id())));
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
