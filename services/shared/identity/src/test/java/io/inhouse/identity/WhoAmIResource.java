package io.inhouse.identity;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.TreeSet;

/** Tells callers who they are. */
@Path("/api/who")
public class WhoAmIResource {
    private final CurrentCaller caller;
    private final ServiceToken serviceToken;

    WhoAmIResource(CurrentCaller caller, ServiceToken serviceToken) {
        this.caller = caller;
        this.serviceToken = serviceToken;
    }

    @GET
    @RolesAllowed({
        Roles.DATA_STEWARD,
        Roles.ML_ENGINEER,
        Roles.APPROVER,
        Roles.APP,
        Roles.COMPLIANCE_OFFICER,
        Roles.PLATFORM_ADMIN,
        Roles.SERVICE
    })
    public Map<String, Object> who() {
        Caller me = caller.get();
        return Map.of(
                "subject", me.subject(),
                "name", me.name(),
                "kind", me.kind(),
                "project", me.project(),
                "roles", new TreeSet<>(me.roles()),
                "purpose", String.valueOf(me.purpose()),
                "models", new TreeSet<>(caller.models()),
                "bearer", caller.bearer().startsWith("Bearer ey"));
    }

    @GET
    @Path("approvers")
    @RolesAllowed(Roles.APPROVER)
    public String approvers() {
        return "approved";
    }

    @GET
    @Path("service-token")
    @RolesAllowed(Roles.SERVICE)
    public boolean serviceToken() {
        return serviceToken.bearer().startsWith("Bearer ey");
    }

    /** Somebody forgot the annotation. */
    @GET
    @Path("unannotated")
    public String unannotated() {
        return "open";
    }
}
