package io.inhouse.tuning.jobs;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.jobs.TuningJobs.Ordered;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Accepts orders to tune, or says all that stands against one before anything starts. */
@ApplicationScoped
public class JobSubmission {
    private static final Pattern SUFFIX = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int LONGEST_KEY = 200;

    private final TuningJobs jobs;
    private final JobEvents events;
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;
    private final Orders orders;
    private final JobEstimation estimation;

    JobSubmission(
            TuningJobs jobs,
            JobEvents events,
            Recorder recorder,
            Identifiers identifiers,
            Clock clock,
            Orders orders,
            JobEstimation estimation) {
        this.jobs = jobs;
        this.events = events;
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
        this.orders = orders;
        this.estimation = estimation;
    }

    /**
     * @param bearer the caller's own token: what the caller may not see cannot be trained on
     * @throws PlatformException saying what is wrong with the order
     */
    public TuningJob submit(Caller caller, String bearer, NewTuningJob order, @Nullable String idempotencyKey) {
        if (idempotencyKey != null) {
            Orders.require(
                    !idempotencyKey.isBlank() && idempotencyKey.length() <= LONGEST_KEY,
                    "Idempotency-Key",
                    "must have 1 to " + LONGEST_KEY + " characters");
        }
        String baseName = Orders.given("baseModel", order.baseModel());
        String versionId = Orders.given("datasetVersion", order.datasetVersion());
        Orders.require(
                order.suffix() == null || SUFFIX.matcher(order.suffix()).matches(),
                "suffix",
                "may hold lower-case letters, digits and dashes, at most 40");
        Recipe recipe = Orders.recipe(order.recipe());
        String orderDigest = JobJson.digest(order, caller.purpose());
        if (idempotencyKey != null) {
            Optional<Ordered> earlier = QuarkusTransaction.requiringNew()
                    .call(() -> jobs.findByIdempotencyKey(caller.project(), idempotencyKey));
            if (earlier.isPresent()) {
                return sameOrder(earlier.get(), orderDigest);
            }
        }
        BaseModel base = orders.base(bearer, caller.project(), baseName);
        DatasetVersion version = orders.version(bearer, caller.project(), versionId);
        String digest = approvedDigest(version);
        String purpose = purpose(caller, order.purpose(), version);
        if (version.trainRows() == 0) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE, "Dataset version " + version.id() + " has no rows to train on.");
        }
        if (recipe.evaluateEverySteps() > 0 && version.testRows() == 0) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The recipe wants evaluations every " + recipe.evaluateEverySteps() + " steps, but dataset version "
                            + version.id()
                            + " holds out no rows. Set evaluateEverySteps to 0 or use a version that does.",
                    Map.of("param", "recipe"));
        }
        estimation.refuseWhatCannotFit(base, version, recipe);
        return QuarkusTransaction.requiringNew()
                .call(() -> store(caller, order, idempotencyKey, orderDigest, recipe, base, version, digest, purpose));
    }

    /** The job that an idempotency key stands for, unless the key comes with another order than the first time. */
    private static TuningJob sameOrder(Ordered earlier, String orderDigest) {
        if (!orderDigest.equals(earlier.orderDigest())) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "This Idempotency-Key was used for another order, job "
                            + earlier.job().id() + ". Use a new key for a new order.",
                    Map.of("param", "Idempotency-Key"));
        }
        return earlier.job();
    }

    private static String approvedDigest(DatasetVersion version) {
        String digest = version.digest();
        if (version.state() != VersionState.APPROVED || digest == null) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "Dataset version " + version.id() + " is " + version.state().code()
                            + ". A second person has to approve it before a job can use it.",
                    Map.of("param", "datasetVersion", "state", version.state().code()));
        }
        return digest;
    }

    private String purpose(Caller caller, @Nullable String declared, DatasetVersion version) {
        String bound = caller.purpose();
        if (declared != null && bound != null && !declared.equals(bound)) {
            throw denied(
                    version,
                    "The caller is bound to the purpose \"" + bound + "\" and may not declare \"" + declared + "\".");
        }
        String purpose = declared != null ? declared : bound;
        if (purpose == null || purpose.isBlank()) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "Say what the training is for: purpose is missing. The dataset is for " + version.purposes() + ".",
                    Map.of("param", "purpose"));
        }
        if (!version.purposes().contains(purpose)) {
            throw denied(
                    version,
                    "Dataset version " + version.id() + " is for " + version.purposes() + ", not for \"" + purpose
                            + "\".");
        }
        return purpose;
    }

    private static PlatformException denied(DatasetVersion version, String why) {
        return new PlatformException(
                Failure.PURPOSE_NOT_COVERED, why, Map.of("param", "purpose", "datasetVersion", version.id()));
    }

    private TuningJob store(
            Caller caller,
            NewTuningJob order,
            @Nullable String idempotencyKey,
            String orderDigest,
            Recipe recipe,
            BaseModel base,
            DatasetVersion version,
            String datasetDigest,
            String purpose) {
        if (idempotencyKey != null) {
            // Whoever came at the same moment with the same key has stored the job by the time the lock is ours.
            jobs.lockIdempotencyKey(caller.project(), idempotencyKey);
            Optional<Ordered> earlier = jobs.findByIdempotencyKey(caller.project(), idempotencyKey);
            if (earlier.isPresent()) {
                return sameOrder(earlier.get(), orderDigest);
            }
        }
        TuningJobEntity job = new TuningJobEntity();
        job.id = identifiers.next("ftjob");
        job.projectId = caller.project();
        job.state = "queued";
        job.baseModel = base.name();
        job.baseDigest = base.digest();
        job.baseDirectory = base.directory();
        job.datasetVersion = version.id();
        job.datasetDigest = datasetDigest;
        job.trainRows = version.trainRows();
        job.testRows = version.testRows();
        job.purpose = purpose;
        job.suffix = order.suffix();
        job.recipe = JobJson.write(recipe);
        job.owner = caller.subject();
        job.ownerName = caller.name();
        job.idempotencyKey = idempotencyKey;
        job.orderDigest = orderDigest;
        job.createdAt = clock.instant();
        jobs.add(job);
        events.add(job.id, job.createdAt, "queued", null);
        recorder.record(AuditEvent.of("job.submit")
                .by(caller)
                .purpose(purpose)
                .object("tuning-job", job.id)
                .object("base-model", base.id(), base.digest())
                .object("dataset-version", version.id(), datasetDigest)
                .content("recipe", JobJson.map(recipe))
                .content("suffix", order.suffix())
                .build());
        return TuningJobs.value(job);
    }
}
