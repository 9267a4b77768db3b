package io.inhouse.inference.keys;

import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Notes which application's calls were answered. */
@Provider
public class KeyUseFilter implements ContainerResponseFilter {
    private static final int REFUSALS = 400;

    private final CurrentCaller currentCaller;
    private final KeyUses uses;

    @Inject
    public KeyUseFilter(CurrentCaller currentCaller, KeyUses uses) {
        this.currentCaller = currentCaller;
        this.uses = uses;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= REFUSALS) {
            return;
        }
        try {
            Caller caller = currentCaller.get();
            if (caller.kind() == Caller.Kind.APP) {
                uses.note(caller.name());
            }
        } catch (PlatformException | BlockingOperationNotAllowedException e) {
            // An answer that anybody may have.
            return;
        }
    }
}
