package io.inhouse.tuning.queue;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.ServiceToken;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.Instruction;
import io.inhouse.tuning.client.lease.LeaseSpec;
import io.inhouse.tuning.jobs.TuningJobs.Leased;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * What trainers speak to; the door does not route here. Open to everybody in the sense of roles: the lease's token is
 * checked by each method, and nothing else is accepted.
 */
@Path("/internal/leases/current")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class LeaseResource {
    private static final Set<String> SPLITS = Set.of("train", "test");

    private final Leases leases;
    private final AdapterRegistration registration;
    private final DatasetsApi datasets;
    private final ServiceToken serviceToken;

    LeaseResource(
            Leases leases,
            AdapterRegistration registration,
            @RestClient DatasetsApi datasets,
            ServiceToken serviceToken) {
        this.leases = leases;
        this.registration = registration;
        this.datasets = datasets;
        this.serviceToken = serviceToken;
    }

    @GET
    @PermitAll
    public LeaseSpec spec(@HeaderParam("Authorization") @Nullable String authorization) {
        return leases.spec(authorization);
    }

    /** Passes the dataset's rows through; nothing is kept here. */
    @GET
    @Path("rows")
    @Produces("application/x-ndjson")
    @PermitAll
    public Response rows(
            @HeaderParam("Authorization") @Nullable String authorization, @QueryParam("split") @Nullable String split) {
        Leased leased = leases.lease(authorization);
        TuningJob job = leased.job();
        if (split == null || !SPLITS.contains(split)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "split must be train or test.", Map.of("param", "split"));
        }
        try {
            Response rows = datasets.rows(
                    serviceToken.bearer(), job.project(), job.owner(), job.id(), job.datasetVersion(), split);
            requireSameDataset(authorization, leased, rows);
            return Response.ok(rows.readEntity(InputStream.class))
                    .header("X-Inhouse-Rows", rows.getHeaderString("X-Inhouse-Rows"))
                    .header("X-Inhouse-Digest", rows.getHeaderString("X-Inhouse-Digest"))
                    .build();
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            throw new PlatformException(
                    status < 500 ? Failure.CONFLICT : Failure.UPSTREAM_UNAVAILABLE,
                    "The dataset's rows may not be read any more, or not now (status " + status + ").",
                    Map.of(),
                    e);
        } catch (ProcessingException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The datasets server does not answer. Try again.", Map.of(), e);
        }
    }

    /** What the adapter's lineage says was trained on is what was ordered, or nothing is trained. */
    private void requireSameDataset(@Nullable String authorization, Leased leased, Response rows) {
        TuningJob job = leased.job();
        String digest = rows.getHeaderString("X-Inhouse-Digest");
        if (job.datasetDigest().equals(digest)) {
            return;
        }
        rows.close();
        String detail = "The job was ordered for the rows " + job.datasetDigest() + " of dataset version "
                + job.datasetVersion() + ", but the datasets server has " + digest
                + " under that name. Nothing was trained on them. Order a new job, and find out how the version changed.";
        leases.failed(
                authorization, new FailureReport(leased.fence(), new JobFailure("dataset_changed", detail, null)));
        throw new PlatformException(Failure.CONFLICT, detail);
    }

    @POST
    @Path("heartbeat")
    @PermitAll
    public Instruction heartbeat(@HeaderParam("Authorization") @Nullable String authorization, Heartbeat heartbeat) {
        return leases.heartbeat(authorization, heartbeat);
    }

    @PUT
    @Path("files/{name}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @PermitAll
    public void file(
            @HeaderParam("Authorization") @Nullable String authorization,
            @PathParam("name") String name,
            @QueryParam("fence") long fence,
            InputStream content)
            throws IOException {
        registration.keep(authorization, fence, name, content);
    }

    @POST
    @Path("complete")
    @APIResponse(responseCode = "204")
    @PermitAll
    public void complete(@HeaderParam("Authorization") @Nullable String authorization, Completion completion) {
        registration.complete(authorization, completion);
    }

    @POST
    @Path("failed")
    @APIResponse(responseCode = "204")
    @PermitAll
    public void failed(@HeaderParam("Authorization") @Nullable String authorization, FailureReport report) {
        leases.failed(authorization, report);
    }
}
