package io.inhouse.datasets.difference;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.VersionDifference;
import io.inhouse.datasets.client.VersionDifference.Kind;
import io.inhouse.datasets.requests.Limits;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Two versions side by side, over HTTP. */
@Path("/api/datasets/{dataset}/versions/{version}/difference")
public class DifferenceResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final Differences differences;

    DifferenceResource(CurrentCaller caller, Versions versions, Differences differences) {
        this.caller = caller;
        this.versions = versions;
        this.differences = differences;
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Blocking
    @Operation(summary = "Rows added, removed and kept since another version of the dataset; listed rows are recorded")
    public VersionDifference difference(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("from") @Nullable String from,
            @QueryParam("kind") @DefaultValue("added") String kind,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @Nullable Integer limit) {
        String project = caller.get().project();
        DatasetVersion to = versions.get(project, dataset, version);
        if (from == null || from.isBlank() || from.equals(version)) {
            throw invalid("from", "from names another version of the dataset to compare with.");
        }
        if (after < 0) {
            throw invalid("after", "after is the number of a row, at least 0.");
        }
        return differences.of(
                caller.get(), versions.get(project, dataset, from), to, parsed(kind), after, Limits.of(limit, 20, 100));
    }

    private static Kind parsed(String kind) {
        try {
            return Kind.of(kind);
        } catch (IllegalArgumentException e) {
            throw invalid("kind", "kind is added, removed or kept.");
        }
    }

    private static PlatformException invalid(String parameter, String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", parameter));
    }
}
