package io.inhouse.recording.outbox;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Shows backlog and lag. It stays up: a service that refuses to record still answers, and says why. */
public class BacklogCheck implements HealthCheck {
    private final Backlog backlog;

    public BacklogCheck(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        Backlog.Measure now = backlog.now();
        return HealthCheckResponse.named("recording")
                .up()
                .withData("backlog", now.entries())
                .withData("lagSeconds", now.lag().toSeconds())
                .withData("accepting", now.accepting())
                .build();
    }
}
