package io.inhouse.datasets.overlap;

import io.inhouse.datasets.client.NearDuplicates;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** For whoever approves a version: how far its held-out rows are new. */
@Path("/api/datasets")
public class NearDuplicateResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final Overlaps overlaps;

    NearDuplicateResource(CurrentCaller caller, Versions versions, Overlaps overlaps) {
        this.caller = caller;
        this.versions = versions;
        this.overlaps = overlaps;
    }

    /** Computed from the rows as they are; lines and similarities only, nothing of what the rows say. */
    @GET
    @Path("{dataset}/versions/{version}/near-duplicates")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.COMPLIANCE_OFFICER})
    @Blocking
    public NearDuplicates nearDuplicates(@PathParam("dataset") String dataset, @PathParam("version") String version) {
        Overlap overlap = overlaps.of(versions.get(caller.get().project(), dataset, version));
        return new NearDuplicates(HeldOutQuestions.NEAR, overlap.nearCount(), overlap.near());
    }
}
