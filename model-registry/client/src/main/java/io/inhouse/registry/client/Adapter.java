package io.inhouse.registry.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter in PEFT's format, immutable and named by its content.
 *
 * @param id {@code adp-…}
 * @param digest {@code sha256:<hex>} over the manifest of its two files, see {@code io.inhouse.adapterformat.AdapterDigest}
 * @param rank LoRA's rank
 * @param baseModel digest of the base model
 * @param owner subject of who submitted the job
 * @param aliases names that point here now
 * @param decidedBy name of who approved or rejected it
 */
public record Adapter(
        String id,
        String project,
        String suffix,
        String digest,
        AdapterState state,
        int rank,
        String baseModel,
        String baseModelName,
        String job,
        String owner,
        String ownerName,
        String datasetVersion,
        String datasetDigest,
        String purpose,
        Map<String, Object> recipe,
        Map<String, Object> evaluation,
        String codeVersion,
        @Nullable Double flops,
        List<ModelFile> files,
        List<String> aliases,
        Instant registeredAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String comment) {
    public Adapter {
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        evaluation = Collections.unmodifiableMap(new LinkedHashMap<>(evaluation));
        files = List.copyOf(files);
        aliases = List.copyOf(aliases);
    }
}
