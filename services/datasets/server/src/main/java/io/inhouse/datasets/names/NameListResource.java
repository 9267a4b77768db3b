package io.inhouse.datasets.names;

import io.inhouse.datasets.client.NameList;
import io.inhouse.failures.body.LargeBody;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** The project's list of names over HTTP; it can be replaced, never read. */
@Path("/api/datasets")
public class NameListResource {
    private final CurrentCaller caller;
    private final NameLists lists;

    NameListResource(CurrentCaller caller, NameLists lists) {
        this.caller = caller;
        this.lists = lists;
    }

    @GET
    @Path("names")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.COMPLIANCE_OFFICER})
    public NameList.Summary summary() {
        return lists.summary(caller.get().project());
    }

    @PUT
    @Path("names")
    @LargeBody(mebibytes = 8)
    @RolesAllowed(Roles.DATA_STEWARD)
    public NameList.Summary replace(NameList request) {
        return lists.replace(caller.get(), request.names());
    }
}
