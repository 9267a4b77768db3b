package io.inhouse.datasets.reading;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.Findings;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.client.SetAsideRow;
import io.inhouse.datasets.requests.Limits;
import io.inhouse.datasets.seal.Split;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading what is in a version, over HTTP. */
@Path("/api/datasets")
public class RowReadingResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final StoredRows rows;
    private final RowReading reading;

    RowReadingResource(CurrentCaller caller, Versions versions, StoredRows rows, RowReading reading) {
        this.caller = caller;
        this.versions = versions;
        this.rows = rows;
        this.reading = reading;
    }

    @GET
    @Path("{dataset}/versions/{version}/set-aside")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.COMPLIANCE_OFFICER})
    public List<SetAsideRow> setAside(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit) {
        return rows.setAside(get(dataset, version).id(), Limits.of(limit, 1000, 100_000));
    }

    @GET
    @Path("{dataset}/versions/{version}/findings")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.COMPLIANCE_OFFICER})
    public Findings findings(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit) {
        DatasetVersion found = get(dataset, version);
        return new Findings(
                found.recogniser(),
                found.actions(),
                rows.findingCounts(found.id()),
                rows.findings(found.id(), Limits.of(limit, 1000, 100_000)));
    }

    @GET
    @Path("{dataset}/versions/{version}/rows/preview")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public List<PreviewRow> preview(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit) {
        return reading.preview(caller.get(), get(dataset, version), Limits.of(limit, 20, 200));
    }

    @GET
    @Path("{dataset}/versions/{version}/rows")
    @Produces("application/x-ndjson")
    @RolesAllowed(Roles.SERVICE)
    public Response rows(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("split") @Nullable String split,
            @HeaderParam("X-Inhouse-Job") @Nullable String job) {
        return rows(get(dataset, version), split, job);
    }

    /** The same without naming the dataset; {@code version} may be a file's id. */
    @GET
    @Path("versions/{version}/rows")
    @Produces("application/x-ndjson")
    @RolesAllowed(Roles.SERVICE)
    public Response rowsOfVersion(
            @PathParam("version") String version,
            @QueryParam("split") @Nullable String split,
            @HeaderParam("X-Inhouse-Job") @Nullable String job) {
        return rows(versions.get(caller.get().project(), version), split, job);
    }

    private Response rows(DatasetVersion version, @Nullable String split, @Nullable String job) {
        Caller by = caller.get();
        if (job == null || !job.matches("[A-Za-z0-9._-]{1,100}")) {
            throw invalid("X-Inhouse-Job", "The header X-Inhouse-Job names the job that the rows are for.");
        }
        Split wanted = parsed(split);
        RowReading.Writer writer = reading.forJob(by, version, wanted, job);
        StreamingOutput body = writer::writeTo;
        return Response.ok(body)
                .header("X-Inhouse-Rows", wanted == Split.TRAIN ? version.trainRows() : version.testRows())
                .header("X-Inhouse-Digest", version.digest())
                .build();
    }

    private DatasetVersion get(String dataset, String version) {
        return versions.get(caller.get().project(), dataset, version);
    }

    private static Split parsed(@Nullable String split) {
        try {
            if (split != null) {
                return Split.of(split);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw invalid("split", "split is train or test.");
    }

    private static PlatformException invalid(String parameter, String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", parameter));
    }
}
