package io.inhouse.inference.models;

import io.inhouse.registry.client.ModelFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model that can be asked.
 *
 * @param name what applications call it
 * @param adapter empty for a base model
 * @param since when the name came to mean this
 * @param owner {@code platform}, or the adapter's project
 */
public record ServedModel(String name, Base base, Optional<Adapter> adapter, Instant since, String owner) {
    /** @param digest {@code sha256:…} */
    public record Base(String name, String digest, Path directory, List<ModelFile> files) {}

    /**
     * @param digest {@code sha256:…}
     * @param purpose what the people in its training data allowed it to be used for
     */
    public record Adapter(String id, String digest, String project, String purpose, List<ModelFile> files) {}

    /** Changes when the model behind the name changes. */
    public String fingerprint() {
        String digest = adapter.map(Adapter::digest).orElse(base.digest());
        String hex = digest.substring(digest.indexOf(':') + 1);
        return "fp_" + hex.substring(0, Math.min(16, hex.length()));
    }
}
