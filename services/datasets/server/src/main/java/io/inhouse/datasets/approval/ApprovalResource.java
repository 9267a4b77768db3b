package io.inhouse.datasets.approval;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.Decision;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.overlap.Overlap;
import io.inhouse.datasets.overlap.Overlaps;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sealing and deciding over HTTP. */
@Path("/api/datasets")
public class ApprovalResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final Sealing sealing;
    private final Approval approval;
    private final Overlaps overlaps;

    ApprovalResource(CurrentCaller caller, Versions versions, Sealing sealing, Approval approval, Overlaps overlaps) {
        this.caller = caller;
        this.versions = versions;
        this.sealing = sealing;
        this.approval = approval;
        this.overlaps = overlaps;
    }

    @POST
    @Path("{dataset}/versions/{version}/seal")
    @RolesAllowed(Roles.DATA_STEWARD)
    public DatasetVersion seal(@PathParam("dataset") String dataset, @PathParam("version") String version) {
        DatasetVersion draft = get(dataset, version);
        Overlap overlap = draft.state() == VersionState.DRAFT
                ? overlaps.requireDisjoint(draft)
                : Overlap.none(draft.trainRows() + draft.testRows());
        return sealing.seal(caller.get(), draft.id(), overlap);
    }

    @POST
    @Path("{dataset}/versions/{version}/approve")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public DatasetVersion approve(
            @PathParam("dataset") String dataset, @PathParam("version") String version, @Nullable Decision decision) {
        return approval.approve(caller.get(), get(dataset, version), comment(decision));
    }

    @POST
    @Path("{dataset}/versions/{version}/reject")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public DatasetVersion reject(
            @PathParam("dataset") String dataset, @PathParam("version") String version, @Nullable Decision decision) {
        return approval.reject(caller.get(), get(dataset, version), comment(decision));
    }

    @POST
    @Path("{dataset}/versions/{version}/withdraw")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public DatasetVersion withdraw(
            @PathParam("dataset") String dataset, @PathParam("version") String version, @Nullable Decision decision) {
        return approval.withdraw(caller.get(), get(dataset, version), comment(decision));
    }

    private DatasetVersion get(String dataset, String version) {
        return versions.get(caller.get().project(), dataset, version);
    }

    private static @Nullable String comment(@Nullable Decision decision) {
        String comment = decision == null ? null : decision.comment();
        if (comment != null && (comment.length() > 2000 || comment.indexOf('\0') >= 0)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "comment has at most 2000 characters.", Map.of("param", "comment"));
        }
        return comment;
    }
}
