package io.inhouse.tuning.finetuning;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.finetuning.FineTuningJob.Event;
import io.inhouse.tuning.finetuning.FineTuningJob.Page;
import io.inhouse.tuning.jobs.JobControl;
import io.inhouse.tuning.jobs.JobSubmission;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code client.fine_tuning.jobs} of the official SDKs. */
@Path("/v1/fine_tuning/jobs")
@Produces(MediaType.APPLICATION_JSON)
@OpenAiDialect
public class FineTuningJobResource {
    private final JobSubmission submission;
    private final JobControl control;
    private final CurrentCaller caller;
    private final Clock clock;

    FineTuningJobResource(JobSubmission submission, JobControl control, CurrentCaller caller, Clock clock) {
        this.submission = submission;
        this.control = control;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP})
    public FineTuningJob create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, @Nullable JsonNode body) {
        return told(submission.submit(caller.get(), caller.bearer(), FineTuningRequest.parse(body), idempotencyKey));
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    public Page<FineTuningJob> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("20") int limit) {
        String project = caller.get().project();
        List<TuningJob> jobs = control.list(project, after, limit);
        boolean more = jobs.size() == limit
                && !control.list(project, jobs.getLast().id(), 1).isEmpty();
        return new Page<>("list", jobs.stream().map(this::told).toList(), more);
    }

    @GET
    @Path("{job}")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    public FineTuningJob get(@PathParam("job") String job) {
        return told(control.get(caller.get().project(), job));
    }

    @POST
    @Path("{job}/cancel")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP, Roles.PLATFORM_ADMIN})
    public FineTuningJob cancel(@PathParam("job") String job) {
        return told(control.cancel(caller.get(), job));
    }

    @POST
    @Path("{job}/resume")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP, Roles.PLATFORM_ADMIN})
    public FineTuningJob resume(@PathParam("job") String job) {
        return told(control.resume(caller.get(), job));
    }

    /** Oldest first. {@code after} is an event's id. */
    @GET
    @Path("{job}/events")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    public Page<Event> events(
            @PathParam("job") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("20") int limit) {
        JobControl.requirePageSize(limit);
        String project = caller.get().project();
        TuningJob job = control.get(project, id);
        List<JobEvent> events = control.eventsAfter(project, id, number(after)).events();
        return new Page<>(
                "list",
                events.stream()
                        .limit(limit)
                        .map(event -> FineTuningJob.event(job, event))
                        .toList(),
                events.size() > limit);
    }

    private static long number(@Nullable String eventId) {
        if (eventId == null) {
            return 0;
        }
        String digits = eventId.substring(eventId.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    private FineTuningJob told(TuningJob job) {
        return FineTuningJob.of(job, clock.instant());
    }
}
