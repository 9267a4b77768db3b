package io.inhouse.registry.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A base model, immutable and named by its content. Base models belong to the project {@code platform}; everybody may
 * see them.
 *
 * @param id {@code model-…}
 * @param name unique name under which it is asked for
 * @param digest {@code sha256:<hex>} over the manifest of its files: the line {@code inhouse-model-v1}, then per file,
 *     sorted by name, {@code <name> <size> <hex digest>}, each line ended by a line feed
 * @param architecture as named in {@code config.json}, for example {@code LlamaForCausalLM}
 * @param parameters number of weights
 * @param contextLength tokens, {@code max_position_embeddings}
 * @param directory absolute path of the read-only Hugging Face directory on machines that share the model store
 * @param registeredBy name of who imported it
 */
public record BaseModel(
        String id,
        String name,
        String digest,
        String architecture,
        long parameters,
        @Nullable Integer contextLength,
        String licence,
        String source,
        String directory,
        List<ModelFile> files,
        Instant registeredAt,
        String registeredBy) {
    public BaseModel {
        files = List.copyOf(files);
    }
}
