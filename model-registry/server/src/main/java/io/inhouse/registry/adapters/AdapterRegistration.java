package io.inhouse.registry.adapters;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.MalformedAdapterException;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.basemodels.BaseModels;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.NewAdapter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes an adapter from the tuning server: checked against its base model, stored encrypted, registered. */
@Singleton
public class AdapterRegistration {
    private final Adapters adapters;
    private final BaseModels baseModels;
    private final AdapterFiles stored;
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;

    AdapterRegistration(
            Adapters adapters,
            BaseModels baseModels,
            AdapterFiles stored,
            Recorder recorder,
            Identifiers identifiers,
            Clock clock) {
        this.adapters = adapters;
        this.baseModels = baseModels;
        this.stored = stored;
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** The same job with the same files again gives the adapter that is there. */
    public Adapter run(NewAdapter wanted, Path weights, Path configuration, Caller caller) {
        validate(wanted);
        BaseModel base = baseModels
                .lookUp(wanted.baseModel())
                .orElseThrow(() -> new PlatformException(
                        Failure.UNPROCESSABLE,
                        "The base model " + wanted.baseModel() + " is not registered.",
                        Map.of("param", "baseModel")));
        try {
            Path directory = Files.createTempDirectory("adapter-");
            try {
                Files.copy(configuration, directory.resolve(AdapterDirectory.CONFIG));
                // The upload is moved, not copied: it may be large, and it is ours.
                Files.move(weights, directory.resolve(AdapterDirectory.WEIGHTS));
                int rank = check(directory, base);
                String digest = AdapterDigest.of(directory);
                // A crash after this leaves objects in the store that no row names; they are collected after a while.
                List<AdapterFiles.Stored> files = List.of(
                        stored.store(directory, AdapterDirectory.CONFIG),
                        stored.store(directory, AdapterDirectory.WEIGHTS));
                return QuarkusTransaction.requiringNew()
                        .call(() -> register(wanted, base, rank, digest, files, caller));
            } finally {
                Files.deleteIfExists(directory.resolve(AdapterDirectory.CONFIG));
                Files.deleteIfExists(directory.resolve(AdapterDirectory.WEIGHTS));
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("registering the adapter of " + wanted.job() + " failed", e);
        }
    }

    private int check(Path directory, BaseModel base) throws IOException {
        try (AdapterDirectory adapter = AdapterDirectory.open(directory, baseModels.shapes(base))) {
            AdapterConfig config = adapter.config();
            if (!config.baseModel().equals(base.digest())) {
                throw new PlatformException(
                        Failure.UNPROCESSABLE,
                        "adapter_config.json names the base model " + config.baseModel() + " but the job trained "
                                + base.digest() + ".");
            }
            return config.rank();
        } catch (MalformedAdapterException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE, "The adapter is not usable: " + e.getMessage(), Map.of(), e);
        }
    }

    private Adapter register(
            NewAdapter wanted,
            BaseModel base,
            int rank,
            String digest,
            List<AdapterFiles.Stored> files,
            Caller caller) {
        files.forEach(stored::claim);
        Optional<Adapter> there = adapters.ofJob(wanted.job());
        if (there.isPresent()) {
            if (there.get().digest().equals(digest) && there.get().project().equals(caller.project())) {
                return there.get();
            }
            throw new PlatformException(
                    Failure.CONFLICT, "The job " + wanted.job() + " has registered another adapter already.");
        }
        AdapterEntity row = new AdapterEntity();
        row.id = identifiers.next("adp");
        row.project = caller.project();
        row.suffix = wanted.suffix();
        row.digest = digest;
        row.state = AdapterState.REGISTERED.code();
        row.rank = rank;
        row.baseModelId = base.id();
        row.job = wanted.job();
        row.owner = wanted.owner();
        row.ownerName = wanted.ownerName();
        row.registrar = caller.subject();
        row.datasetVersion = wanted.datasetVersion();
        row.datasetDigest = wanted.datasetDigest();
        row.purpose = wanted.purpose();
        row.codeVersion = wanted.codeVersion();
        row.flops = wanted.flops();
        row.registeredAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        adapters.insert(
                row,
                wanted.recipe(),
                wanted.evaluation(),
                files.stream().map(AdapterFiles.Stored::file).toList());
        recorder.record(AuditEvent.of("model.register")
                .by(caller)
                .object("adapter", row.id, digest)
                .object("tuning-job", row.job)
                .object("dataset-version", row.datasetVersion, row.datasetDigest)
                .object("base-model", base.id(), base.digest())
                .content("owner", row.ownerName)
                .content("suffix", row.suffix)
                .content("recipe", row.recipe)
                .content("evaluation", row.evaluation)
                .content("codeVersion", row.codeVersion)
                .build());
        return adapters.inProject(row.id, row.project);
    }

    private static void validate(NewAdapter wanted) {
        Map<String, String> required = new LinkedHashMap<>();
        required.put("suffix", wanted.suffix());
        required.put("job", wanted.job());
        required.put("owner", wanted.owner());
        required.put("ownerName", wanted.ownerName());
        required.put("baseModel", wanted.baseModel());
        required.put("datasetVersion", wanted.datasetVersion());
        required.put("purpose", wanted.purpose());
        required.put("codeVersion", wanted.codeVersion());
        required.forEach((param, value) -> {
            if (value == null || value.isBlank()) {
                throw new PlatformException(
                        Failure.INVALID_REQUEST, "'" + param + "' must not be empty.", Map.of("param", param));
            }
        });
        if (wanted.datasetDigest() == null || !wanted.datasetDigest().matches("sha256:[0-9a-f]{64}")) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "'datasetDigest' must be sha256: and 64 hex digits.",
                    Map.of("param", "datasetDigest"));
        }
    }
}
