package io.inhouse.recording.denial;

import io.inhouse.egress.EgressGuard;
import io.inhouse.egress.Refusal;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.recording.RecordingConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Records every connection to the outside that the egress guard did not let this service open. */
@ApplicationScoped
public class RefusedConnections {
    private static final Logger LOG = Logger.getLogger(RefusedConnections.class);
    /** After the stream is open. */
    private static final int AFTER_THE_STREAM = 20;

    private final Recorder recorder;
    private final RecordingConfig config;
    /** Whoever was refused may be a thread that must not wait for a disk. */
    private final ExecutorService aside = new ThreadPoolExecutor(
            0,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1000),
            Thread.ofPlatform().daemon().name("recording-egress").factory(),
            (task, executor) -> LOG.error("a refused connection could not be recorded reason=too many at once"));

    RefusedConnections(Recorder recorder, RecordingConfig config) {
        this.recorder = recorder;
        this.config = config;
    }

    void start(@Observes @Priority(AFTER_THE_STREAM) StartupEvent event) {
        EgressGuard.ofThisProcess().onRefusal(refusal -> aside.execute(() -> record(refusal)));
    }

    private void record(Refusal refusal) {
        try {
            recorder.recordNow(AuditEvent.of("egress.denied")
                    .bySystem(config.service())
                    .outcome(Outcome.DENIED)
                    .content("host", refusal.host())
                    .content("addresses", refusal.addresses())
                    .content("setting", EgressGuard.SETTING)
                    .build());
        } catch (PlatformException e) {
            LOG.errorf("a refused connection could not be recorded reason=%s", e.getMessage());
        }
    }
}
