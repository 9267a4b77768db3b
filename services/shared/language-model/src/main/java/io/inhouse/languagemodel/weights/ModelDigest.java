package io.inhouse.languagemodel.weights;

import io.inhouse.adapterformat.AdapterDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The name of a base model: SHA-256 over a manifest of the files that decide what it computes, so that it can be checked
 * with standard tools. Other files in the directory (licences, pictures) do not count.
 *
 * <pre>
 * inhouse-model-v1
 * config.json &lt;size in bytes&gt; &lt;sha256 in hex&gt;
 * …one line per file, in alphabetical order, each ended by a line feed
 * </pre>
 *
 * @param digest {@code sha256:<64 hex digits>} of the manifest
 */
public record ModelDigest(String digest, List<File> files) {
    private static final Set<String> NAMED = Set.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            WeightFiles.INDEX);

    /** @param sha256 in lower-case hex */
    public record File(String name, long size, String sha256) {}

    /** Reads every byte of the model: minutes for large ones. */
    public static ModelDigest of(Path directory) throws IOException {
        List<File> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(directory)) {
            for (Path file : listed.sorted().toList()) {
                String name = file.getFileName().toString();
                if (NAMED.contains(name) || name.endsWith(".safetensors")) {
                    files.add(new File(name, Files.size(file), AdapterDigest.sha256(file)));
                }
            }
        }
        StringBuilder manifest = new StringBuilder("inhouse-model-v1\n");
        files.forEach(f -> manifest.append(f.name() + " " + f.size() + " " + f.sha256() + "\n"));
        return new ModelDigest(AdapterDigest.ofManifest(manifest.toString()), List.copyOf(files));
    }

    /** @throws UnusableModelException if the directory's digest is another one */
    public static ModelDigest require(Path directory, String expected) throws IOException {
        ModelDigest found = of(directory);
        if (!found.digest().equals(expected)) {
            throw new UnusableModelException("the model directory has digest " + found.digest() + ", expected "
                    + expected + ": its files are not those of the model that was meant");
        }
        return found;
    }
}
