package io.inhouse.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.ModelFile;
import io.inhouse.registry.client.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the registry stub holds: a tiny random base model and two adapters for it. */
final class TestModels {
    static final String BASE = "tiny";
    private static final String BASE_DIGEST = "sha256:" + "ba5e".repeat(16);
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    private static long seeds;

    private final ObjectMapper json;
    private final List<Adapter> adapters = new ArrayList<>();

    private final Instant since;

    TestModels(ObjectMapper json) throws IOException {
        this.json = json;
        since = LONG_AGO.plusSeconds(seeds + 1);
        // Other numbers in every test: what one of them loaded does not serve the next.
        adapters.add(adapter("adp-1", ++seeds));
        adapters.add(adapter("adp-2", ++seeds));
        Path base = Path.of(System.getProperty("repository.root"))
                .resolve("services/shared/language-model/src/test/resources/golden/tiny-tied");
        BaseModel model = new BaseModel(
                "model-1",
                BASE,
                BASE_DIGEST,
                "LlamaForCausalLM",
                1,
                64,
                "MIT",
                "test",
                base.toAbsolutePath().toString(),
                files(base),
                LONG_AGO,
                "test");
        write("models.json", new Models(List.of(model), adapters));
        aliases(Map.of());
    }

    /** When the aliases were moved to this test's adapters; another time in every test. */
    Instant since() {
        return since;
    }

    /** Alias to adapter's id, as approvals would leave them. */
    void aliases(Map<String, String> aliases) throws IOException {
        List<ModelAlias> all = new ArrayList<>();
        aliases.forEach((name, id) -> {
            String digest = adapters.stream()
                    .filter(adapter -> adapter.id().equals(id))
                    .findFirst()
                    .orElseThrow()
                    .digest();
            all.add(new ModelAlias(name, "demo", id, digest, BASE_DIGEST, since, null));
        });
        write("aliases.json", all);
    }

    /** Changes a bit of what was registered. The store keeps what it has loaded, so ask for an adapter that is new. */
    void forge(String id) throws IOException {
        Path weights = RegistryStub.directory().resolve(id).resolve(AdapterDirectory.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 4] ^= 1;
        Files.write(weights, bytes);
    }

    private static Adapter adapter(String id, long seed) throws IOException {
        Path directory = RegistryStub.directory().resolve(id);
        Random random = new Random(seed);
        List<TensorContent> tensors = new ArrayList<>();
        for (int layer = 0; layer < 2; layer++) {
            String path = "model.layers." + layer + ".mlp.down_proj";
            tensors.add(tensor(AdapterDirectory.tensorA(path), 4, 48, random));
            tensors.add(tensor(AdapterDirectory.tensorB(path), 32, 4, random));
        }
        AdapterConfig config = new AdapterConfig(BASE_DIGEST, 4, 8, 0, new TreeSet<>(Set.of("down_proj")));
        String digest = AdapterDirectory.write(directory, config, tensors);
        return new Adapter(
                id,
                "demo",
                "s",
                digest,
                AdapterState.APPROVED,
                4,
                BASE_DIGEST,
                BASE,
                "ftjob-" + seed,
                "owner",
                "owner",
                "dsv-1",
                BASE_DIGEST,
                "support",
                Map.of(),
                Map.of(),
                "1",
                null,
                files(directory),
                List.of(),
                LONG_AGO,
                null,
                null,
                null);
    }

    private static TensorContent tensor(String name, long rows, long columns, Random random) {
        float[] values = new float[(int) (rows * columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorContent.ofFloats(name, List.of(rows, columns), values);
    }

    private static List<ModelFile> files(Path directory) throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            List<ModelFile> files = new ArrayList<>();
            for (Path file : listed.sorted().toList()) {
                files.add(new ModelFile(
                        file.getFileName().toString(), Files.size(file), "sha256:" + AdapterDigest.sha256(file)));
            }
            return files;
        }
    }

    private void write(String name, Object value) throws IOException {
        Path part = RegistryStub.directory().resolve(name + ".part");
        Files.write(part, json.writeValueAsBytes(value));
        Files.move(
                part,
                RegistryStub.directory().resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
