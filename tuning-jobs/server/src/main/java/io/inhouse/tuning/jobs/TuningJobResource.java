package io.inhouse.tuning.jobs;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.tuning.client.EstimateRequest;
import io.inhouse.tuning.client.JobEstimate;
import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.TuningJob;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
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
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Tuning jobs over HTTP. */
@Path("/api/tuning-jobs")
@Produces(MediaType.APPLICATION_JSON)
public class TuningJobResource {
    private final JobSubmission submission;
    private final JobEstimation estimation;
    private final JobControl control;
    private final JobEventStream stream;
    private final CurrentCaller caller;

    TuningJobResource(
            JobSubmission submission,
            JobEstimation estimation,
            JobControl control,
            JobEventStream stream,
            CurrentCaller caller) {
        this.submission = submission;
        this.estimation = estimation;
        this.control = control;
        this.stream = stream;
        this.caller = caller;
    }

    @POST
    @APIResponseSchema(value = TuningJob.class, responseCode = "201")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP})
    public Response submit(@HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, NewTuningJob order) {
        TuningJob job = submission.submit(caller.get(), caller.bearer(), order, idempotencyKey);
        return Response.status(Response.Status.CREATED).entity(job).build();
    }

    /** What a job would need; nothing is stored. */
    @POST
    @Path("estimate")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP})
    public JobEstimate estimate(EstimateRequest request) {
        return estimation.estimate(caller.get(), caller.bearer(), request);
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    public List<TuningJob> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("20") int limit) {
        return control.list(caller.get().project(), after, limit);
    }

    @GET
    @Path("{job}")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    public TuningJob get(@PathParam("job") String job) {
        return control.get(caller.get().project(), job);
    }

    /** Ends when the job is over. {@code Last-Event-ID} or {@code after} goes on where a reader left off. */
    @GET
    @Path("{job}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD, Roles.APP, Roles.PLATFORM_ADMIN})
    @Blocking
    public Multi<JobEvent> events(@PathParam("job") String job, @QueryParam("after") @DefaultValue("0") long after) {
        String project = caller.get().project();
        control.get(project, job);
        return stream.of(project, job, after);
    }

    @POST
    @Path("{job}/cancel")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP, Roles.PLATFORM_ADMIN})
    public TuningJob cancel(@PathParam("job") String job) {
        return control.cancel(caller.get(), job);
    }

    @POST
    @Path("{job}/resume")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APP, Roles.PLATFORM_ADMIN})
    public TuningJob resume(@PathParam("job") String job) {
        return control.resume(caller.get(), job);
    }
}
