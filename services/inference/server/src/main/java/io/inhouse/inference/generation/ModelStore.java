package io.inhouse.inference.generation;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.models.AdapterFiles;
import io.inhouse.inference.models.ModelCatalogue;
import io.inhouse.inference.models.ServedModel;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.ModelOptions;
import io.inhouse.languagemodel.template.ChatTemplate;
import io.inhouse.languagemodel.template.TemplateException;
import io.inhouse.languagemodel.weights.UnusableModelException;
import io.inhouse.registry.client.ModelFile;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models in memory: each base once, adapters beside it. What is loaded is checked byte by byte against the digests that
 * the registry names.
 */
@ApplicationScoped
public class ModelStore {
    private static final Logger LOG = Logger.getLogger(ModelStore.class);

    private final AdapterFiles adapterFiles;
    private final ModelCatalogue catalogue;
    private final ModelOptions options;
    private final Clock clock;
    /** By digest. */
    private final Map<String, LoadedBase> bases = new ConcurrentHashMap<>();
    /** By digest of adapter. */
    private final Map<String, LoadedAdapter> adapters = new ConcurrentHashMap<>();
    /** By digest: who loads a model holds its lock, and others who want the same one wait. */
    private final Map<String, Object> loading = new ConcurrentHashMap<>();

    ModelStore(AdapterFiles adapterFiles, ModelCatalogue catalogue, GenerationConfig config, Clock clock) {
        this.adapterFiles = adapterFiles;
        this.catalogue = catalogue;
        this.clock = clock;
        ModelOptions all = ModelOptions.defaults();
        this.options =
                config.threads().isPresent() ? all.withThreads(config.threads().getAsInt()) : all;
    }

    /** @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if the model cannot be loaded */
    LoadedBase base(ServedModel.Base base) {
        LoadedBase known = bases.get(base.digest());
        if (known != null) {
            return known;
        }
        synchronized (loading.computeIfAbsent(base.digest(), digest -> new Object())) {
            LoadedBase loaded = bases.get(base.digest());
            if (loaded == null) {
                loaded = load(base);
                bases.put(base.digest(), loaded);
                LOG.infof("base model loaded model=%s digest=%s", base.name(), base.digest());
            }
            return loaded;
        }
    }

    /** The adapter in use; {@link LoadedAdapter#release} it. */
    LoadedAdapter use(LoadedBase base, ServedModel.Adapter adapter) {
        LoadedAdapter known = adapters.get(adapter.digest());
        if (known != null && known.use()) {
            return known;
        }
        synchronized (loading.computeIfAbsent(adapter.digest(), digest -> new Object())) {
            LoadedAdapter loaded = adapters.get(adapter.digest());
            if (loaded == null || !loaded.use()) {
                loaded = load(base, adapter);
                loaded.use();
                adapters.put(adapter.digest(), loaded);
                LOG.infof("adapter loaded adapter=%s digest=%s", adapter.id(), adapter.digest());
            }
            return loaded;
        }
    }

    @Scheduled(every = "30S", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void retire() {
        Map.copyOf(adapters).forEach((digest, adapter) -> {
            if (!catalogue.serves(digest) && adapters.remove(digest, adapter)) {
                adapter.retire();
                LOG.infof("adapter unloaded digest=%s", digest);
            }
        });
    }

    private LoadedBase load(ServedModel.Base base) {
        try {
            requireDigests(base.directory(), base.files());
            ChatTemplate template = ChatTemplate.load(base.directory(), clock);
            return new LoadedBase(LanguageModel.open(base.directory(), options), template);
        } catch (IOException | UnusableModelException | TemplateException e) {
            throw unusable("the base model " + base.name(), e);
        }
    }

    private LoadedAdapter load(LoadedBase base, ServedModel.Adapter adapter) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("adapter");
            adapterFiles.fetch(adapter, directory);
            requireDigests(directory, adapter.files());
            return new LoadedAdapter(base.model().loadAdapter(directory));
        } catch (IOException | UnusableModelException e) {
            throw unusable("the adapter " + adapter.id(), e);
        } finally {
            delete(directory);
        }
    }

    private static PlatformException unusable(String what, Exception cause) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE,
                "The server cannot load " + what + ". An administrator finds the reason in its log.",
                Map.of(),
                cause);
    }

    private static void requireDigests(Path anyDirectory, List<ModelFile> files) throws IOException {
        Path directory = anyDirectory.normalize();
        for (ModelFile file : files) {
            Path path = directory.resolve(file.name()).normalize();
            if (!path.startsWith(directory) || !Files.isRegularFile(path)) {
                throw new IOException(file.name() + " is missing in the model's directory");
            }
            String digest = "sha256:" + AdapterDigest.sha256(path);
            if (!digest.equals(file.digest())) {
                throw new IOException(
                        file.name() + " has digest " + digest + ", but " + file.digest() + " was registered");
            }
        }
    }

    /** An adapter's files lie in the clear only while they are loaded. */
    private static void delete(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            LOG.warnf("an adapter's files could not be deleted directory=%s reason=%s", directory, e.getMessage());
        }
    }
}
