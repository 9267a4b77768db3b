package io.inhouse.datasets.statistics;

import io.inhouse.datasets.client.VersionStatistics;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Figures over HTTP. */
@Path("/api/datasets/{dataset}/versions/{version}/statistics")
public class StatisticsResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final Statistics statistics;

    StatisticsResource(CurrentCaller caller, Versions versions, Statistics statistics) {
        this.caller = caller;
        this.versions = versions;
        this.statistics = statistics;
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER})
    @Blocking
    @Operation(summary = "A version in figures: rows by split and kind, characters, repeated and nearly repeated rows")
    public VersionStatistics statistics(@PathParam("dataset") String dataset, @PathParam("version") String version) {
        return statistics.of(caller.get(), versions.get(caller.get().project(), dataset, version));
    }
}
