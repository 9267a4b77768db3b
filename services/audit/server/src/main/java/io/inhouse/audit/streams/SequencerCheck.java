package io.inhouse.audit.streams;

import io.inhouse.audit.sequence.EntryConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Down once the log contradicted itself. While Kafka or PostgreSQL is away it stays up: reading goes on. */
@Readiness
@ApplicationScoped
public class SequencerCheck implements HealthCheck {
    private final EntryConsumer consumer;
    private final Streams streams;

    SequencerCheck(EntryConsumer consumer, Streams streams) {
        this.consumer = consumer;
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        EntryConsumer.State state = consumer.state();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("sequencer")
                .status(state != EntryConsumer.State.BROKEN)
                .withData("state", state.name())
                .withData("setAside", streams.setAside());
        String trouble = consumer.trouble();
        return trouble == null
                ? response.build()
                : response.withData("trouble", trouble).build();
    }
}
