package io.inhouse.tuning.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.ServiceToken;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.registry.client.NewAdapter;
import io.inhouse.tuning.client.JobResult;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.jobs.TuningConfig;
import io.inhouse.tuning.jobs.TuningJobs;
import io.inhouse.tuning.jobs.TuningJobs.Leased;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Takes a finished adapter from its trainer and hands it to the model registry, with where it comes from. */
@ApplicationScoped
public class AdapterRegistration {
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String CONFIGURATION = "adapter_config.json";
    private static final Set<String> FILES = Set.of(WEIGHTS, CONFIGURATION);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Leases leases;
    private final TuningJobs jobs;
    private final Recorder recorder;
    private final ServiceToken serviceToken;
    private final ModelsApi models;
    private final TuningConfig config;
    private final WorkDirectories work;
    private final Clock clock;

    AdapterRegistration(
            Leases leases,
            TuningJobs jobs,
            Recorder recorder,
            ServiceToken serviceToken,
            @RestClient ModelsApi models,
            TuningConfig config,
            WorkDirectories work,
            Clock clock) {
        this.leases = leases;
        this.jobs = jobs;
        this.recorder = recorder;
        this.serviceToken = serviceToken;
        this.models = models;
        this.config = config;
        this.work = work;
        this.clock = clock;
    }

    /** Keeps a file until {@link #complete}; whole and on the disk when this returns. */
    public void keep(@Nullable String authorization, long fence, String name, InputStream content) throws IOException {
        if (!FILES.contains(name)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "An adapter has the files " + FILES + ", not " + name + ".");
        }
        Path directory = directory(leases.lease(authorization, fence));
        Files.createDirectories(directory);
        Path part = directory.resolve(name + ".part");
        Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Registers the adapter and ends the job. The registry keeps one adapter per job, so a trainer that asks twice because
     * an answer was lost gets the same adapter.
     */
    public void complete(@Nullable String authorization, Completion completion) {
        Leased leased = leases.lease(authorization, completion.fence());
        TuningJob job = leased.job();
        Path directory = directory(leased);
        for (String file : FILES) {
            if (!Files.isRegularFile(directory.resolve(file))) {
                throw new PlatformException(Failure.CONFLICT, "The adapter's " + file + " has not been uploaded.");
            }
        }
        requireDigest(directory, completion.adapterDigest());
        boolean first = beginRegistering(authorization, completion.fence());
        Adapter adapter;
        try {
            adapter = register(job, completion, directory);
        } catch (NotTakenException e) {
            // Of an earlier request the registry may have taken an adapter although its answer was lost.
            if (first) {
                QuarkusTransaction.requiringNew().run(() -> jobs.notRegistered(job.id(), completion.fence()));
            }
            throw e;
        }
        // A crash here leaves a registered adapter and a running job; the next attempt registers the same adapter
        // again.
        QuarkusTransaction.requiringNew().run(() -> {
            boolean done = jobs.succeed(
                    job.id(), completion.fence(), clock.instant(), completion.result(), adapter.id(), adapter.digest());
            if (!done) {
                throw new PlatformException(
                        Failure.CONFLICT, "The lease on job " + job.id() + " was lost. Stop working on it.");
            }
            recorder.record(Leases.about("job.finish", job)
                    .object("adapter", adapter.id(), adapter.digest())
                    .object("base-model", job.baseModel(), job.baseDigest())
                    .object("dataset-version", job.datasetVersion(), job.datasetDigest())
                    .content("result", map(completion.result()))
                    .build());
        });
        work.tidy(job.id());
    }

    /**
     * Either the owner's wish to cancel came before this, and nothing is registered, or it comes too late.
     *
     * @return whether the registry has not been asked before
     */
    private boolean beginRegistering(@Nullable String authorization, long fence) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Leased leased = leases.lease(authorization, fence);
            if (!jobs.beginRegistering(leased.job().id(), fence)) {
                throw new PlatformException(Failure.CONFLICT, "The job's owner has cancelled it. Stop working on it.");
            }
            return !leased.registering();
        });
    }

    /** Checked before anything is registered: what the registry has taken, it keeps. */
    private static void requireDigest(Path directory, String expected) {
        String arrived;
        try {
            arrived = AdapterDigest.of(directory);
        } catch (IOException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE, "The files are not an adapter: " + e.getMessage(), Map.of(), e);
        }
        if (!arrived.equals(expected)) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The trainer says " + expected + " but the files arrived as " + arrived + ".");
        }
    }

    private Adapter register(TuningJob job, Completion completion, Path directory) {
        Map<String, Object> evaluation = evaluation(completion.result());
        String suffix = job.suffix();
        NewAdapter metadata = new NewAdapter(
                suffix == null ? job.baseModel() : suffix,
                job.id(),
                job.owner(),
                job.ownerName(),
                job.baseDigest(),
                job.datasetVersion(),
                job.datasetDigest(),
                job.purpose(),
                map(job.recipe()),
                evaluation,
                completion.result().codeVersion(),
                completion.result().flops());
        try {
            return models.registerAdapter(
                    serviceToken.bearer(),
                    job.project(),
                    metadata,
                    directory.resolve(WEIGHTS),
                    directory.resolve(CONFIGURATION));
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            String detail = "The model registry did not take the adapter: " + detail(e);
            // 409 says that the registry has an adapter of this job, another one.
            throw status < 500 && status != 409
                    ? new NotTakenException(detail, e)
                    : new PlatformException(
                            status < 500 ? Failure.UNPROCESSABLE : Failure.UPSTREAM_UNAVAILABLE, detail, Map.of(), e);
        } catch (ProcessingException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The model registry does not answer. Try again.", Map.of(), e);
        }
    }

    /** A figure that makes no sense for these rows is left out, and {@code measuredBy} says which do. */
    private static Map<String, Object> evaluation(JobResult result) {
        Map<String, Object> evaluation = new LinkedHashMap<>();
        evaluation.put("baseExactMatch", result.baseExactMatch());
        evaluation.put("tunedExactMatch", result.tunedExactMatch());
        evaluation.put("basePerplexity", result.basePerplexity());
        evaluation.put("tunedPerplexity", result.tunedPerplexity());
        evaluation.put("baseTextLoss", result.baseTextLoss());
        evaluation.put("tunedTextLoss", result.tunedTextLoss());
        evaluation.put("heldOutRows", result.heldOutRows());
        evaluation.put("heldOutTextTokens", result.textTokens() == 0 ? null : result.textTokens());
        evaluation.put("measuredBy", result.measuredBy());
        evaluation.put("chosenStep", result.chosenStep());
        evaluation.put("chosenHeldOutLoss", result.chosenHeldOutLoss());
        evaluation.put("finalLoss", result.finalLoss());
        evaluation.put("tokensPerSecond", result.tokensPerSecond());
        evaluation.put("peakRssMb", result.peakRssMb());
        evaluation.put("hardware", result.hardware());
        evaluation.values().removeIf(Objects::isNull);
        return evaluation;
    }

    /** The registry has looked at the adapter and refused it. */
    private static final class NotTakenException extends PlatformException {
        private static final long serialVersionUID = 1L;

        NotTakenException(String detail, WebApplicationException cause) {
            super(Failure.UNPROCESSABLE, detail, Map.of(), cause);
        }
    }

    private static String detail(WebApplicationException e) {
        try {
            return JSON.readTree(e.getResponse().readEntity(String.class))
                    .path("detail")
                    .asText("no detail");
        } catch (IOException | ProcessingException | IllegalStateException unreadable) {
            return "status " + e.getResponse().getStatus();
        }
    }

    private static Map<String, Object> map(Object value) {
        return JSON.convertValue(value, new TypeReference<Map<String, Object>>() {});
    }

    private Path directory(Leased leased) {
        return config.workDirectory()
                .toAbsolutePath()
                .resolve(leased.job().id())
                .resolve("upload-" + leased.fence());
    }
}
