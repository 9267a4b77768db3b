package io.inhouse.recording.denial;

import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Outsider;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Records every refusal for want of a right: answers with status 403 to callers who are known. A refusal is told even
 * when it cannot be recorded, since nothing happened; that is logged. Calls without a valid token are not recorded: there is
 * nobody to name, and anybody could fill the record with them.
 */
@Provider
public class DeniedAccessFilter implements ContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger(DeniedAccessFilter.class);
    private static final int MAX_PATH = 300;

    private final Recorder recorder;
    private final CurrentCaller currentCaller;
    private final CurrentVertxRequest currentRequest;
    /** For refusals decided on an event loop, which must not wait for a disk. */
    private final ExecutorService aside = new ThreadPoolExecutor(
            0,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1000),
            Thread.ofPlatform().daemon().name("recording-denied").factory(),
            (task, executor) -> LOG.error("a refusal could not be recorded reason=too many refusals at once"));

    @Inject
    public DeniedAccessFilter(Recorder recorder, CurrentCaller currentCaller, CurrentVertxRequest currentRequest) {
        this.recorder = recorder;
        this.currentCaller = currentCaller;
        this.currentRequest = currentRequest;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != 403) {
            return;
        }
        RoutingContext call = currentRequest.getCurrent();
        Outsider outsider = call == null ? null : Outsider.of(call).orElse(null);
        Caller caller;
        try {
            caller = outsider == null ? currentCaller.get() : outsider.caller();
        } catch (PlatformException | BlockingOperationNotAllowedException e) {
            return;
        }
        String path = request.getUriInfo().getPath();
        AuditEvent.Builder denied = AuditEvent.of("authz.denied")
                .by(caller)
                .outcome(Outcome.DENIED)
                .content("method", request.getMethod())
                .content("path", path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path)
                .content("roles", List.copyOf(caller.roles()));
        if (outsider != null && outsider.project() != null) {
            denied.content("project", outsider.project());
        }
        AuditEvent event = denied.build();
        if (BlockingOperationControl.isBlockingAllowed()) {
            record(event);
        } else {
            aside.execute(() -> record(event));
        }
    }

    private void record(AuditEvent event) {
        try {
            recorder.recordNow(event);
        } catch (PlatformException e) {
            LOG.errorf("a refusal could not be recorded reason=%s", e.getMessage());
        }
    }
}
