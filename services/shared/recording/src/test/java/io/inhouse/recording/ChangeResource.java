package io.inhouse.recording;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** A service, as small as can be. */
@Path("/api/changes")
public class ChangeResource {
    private final Recorder recorder;
    private final CurrentCaller caller;

    ChangeResource(Recorder recorder, CurrentCaller caller) {
        this.recorder = recorder;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("approver")
    @Transactional
    public String change(@QueryParam("fail") boolean fail) {
        String id = recorder.record(AuditEvent.of(fail ? "dataset.reject" : "dataset.approve")
                .by(caller.get())
                .build());
        if (fail) {
            throw new PlatformException(Failure.CONFLICT, "no");
        }
        return id;
    }

    @POST
    @Path("own")
    @RolesAllowed("approver")
    public String own() {
        throw new PlatformException(Failure.FOUR_EYES, "not your own");
    }
}
