package io.inhouse.registry.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tuning server says about an adapter that it registers. Registering the same job again with the same files
 * gives the same adapter.
 *
 * @param suffix short name chosen by the job's owner, for people
 * @param job id of the tuning job; one adapter per job
 * @param owner subject of the person (or application) who submitted the job; may not approve the adapter
 * @param ownerName name of that person
 * @param baseModel digest of the base model, {@code sha256:<hex>}; must be registered
 * @param datasetVersion {@code dsv-…}
 * @param datasetDigest root over the rows, {@code sha256:<hex>}
 * @param purpose what it was trained for
 * @param recipe everything that determined the training, as JSON
 * @param evaluation figures before and after, as JSON, for example {@code baseExactMatch}
 * @param codeVersion version of the trainer
 * @param flops floating-point operations spent, if known
 */
public record NewAdapter(
        String suffix,
        String job,
        String owner,
        String ownerName,
        String baseModel,
        String datasetVersion,
        String datasetDigest,
        String purpose,
        Map<String, Object> recipe,
        Map<String, Object> evaluation,
        String codeVersion,
        @Nullable Double flops) {
    public NewAdapter {
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        evaluation = Collections.unmodifiableMap(new LinkedHashMap<>(evaluation));
    }
}
