package io.inhouse.audit.bundles;

import io.inhouse.audit.client.BundleRequest;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** Exports over HTTP. */
@Path("/api/audit/bundles")
public class BundleResource {
    private final BundleOrder order;
    private final BundleExport export;
    private final CurrentCaller caller;

    BundleResource(BundleOrder order, BundleExport export, CurrentCaller caller) {
        this.order = order;
        this.export = export;
        this.caller = caller;
    }

    /** Streams the ZIP. If the ledger fails half way the connection breaks off, and the verifier refuses the file. */
    @POST
    @Produces("application/zip")
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response create(@Nullable BundleRequest request) {
        BundleRange range = order.take(caller.get(), request);
        StreamingOutput zip = out -> export.write(range, out);
        return Response.ok(zip)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"audit-" + range.from() + "-" + range.to() + ".zip\"")
                .build();
    }
}
