package io.inhouse.tuning.client;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The tuning server over HTTP. {@code bearer} is the whole header value. The address comes from {@code inhouse.tuning.url}. */
@RegisterRestClient(configKey = "inhouse-tuning")
@Path("/api/tuning-jobs")
public interface TuningJobsApi {
    @POST
    TuningJob submit(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            NewTuningJob job);

    /** What a job would need; nothing is stored. */
    @POST
    @Path("estimate")
    JobEstimate estimate(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            EstimateRequest request);

    /** @param after the last id of the page before; newest first */
    @GET
    List<TuningJob> list(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after);

    @GET
    @Path("{job}")
    TuningJob get(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("job") String job);

    @POST
    @Path("{job}/cancel")
    TuningJob cancel(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("job") String job);

    /** Queues a failed or cancelled job again; it goes on from its last training snapshot. */
    @POST
    @Path("{job}/resume")
    TuningJob resume(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("job") String job);

    /**
     * What happens to a job, as it happens: each item is the JSON of a {@link JobEvent}. Ends when the job is over.
     *
     * @param after number of the last event that is known already
     */
    @GET
    @Path("{job}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<String> events(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("job") String job,
            @QueryParam("after") @Nullable Long after);
}
