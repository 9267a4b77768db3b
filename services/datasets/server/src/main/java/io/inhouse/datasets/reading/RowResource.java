package io.inhouse.datasets.reading;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.requests.Limits;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Single rows for people, and a sample for a service that measures. */
@Path("/api/datasets")
public class RowResource {
    private static final int MOST_SAMPLED = 100_000;

    private final CurrentCaller caller;
    private final Versions versions;
    private final RowReading reading;

    RowResource(CurrentCaller caller, Versions versions, RowReading reading) {
        this.caller = caller;
        this.versions = versions;
        this.reading = reading;
    }

    @GET
    @Path("versions/{version}/rows/{number}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Operation(summary = "One row by its place, personal data masked; the look is recorded")
    public NumberedRow row(@PathParam("version") String version, @PathParam("number") long number) {
        return reading.row(caller.get(), get(version), number);
    }

    @GET
    @Path("versions/{version}/rows/sample")
    @Produces("application/x-ndjson")
    @RolesAllowed(Roles.SERVICE)
    @Operation(summary = "Rows spread evenly over the version, for a service that measures them for a person")
    public Response sample(@PathParam("version") String version, @QueryParam("limit") @Nullable Integer limit) {
        DatasetVersion found = get(version);
        int most = Limits.of(limit, 10_000, MOST_SAMPLED);
        long rows = found.trainRows() + found.testRows();
        if (rows == 0) {
            throw new PlatformException(Failure.UNPROCESSABLE, "The version has no rows yet.");
        }
        long step = (rows + most - 1) / most;
        RowReading.Writer writer = reading.sample(caller.get(), found, step);
        StreamingOutput body = writer::writeTo;
        return Response.ok(body)
                .header("X-Inhouse-Rows", (rows + step - 1) / step)
                .header("X-Inhouse-Step", step)
                .build();
    }

    private DatasetVersion get(String version) {
        return versions.get(caller.get().project(), version);
    }
}
