package io.inhouse.audit.streams;

import io.inhouse.audit.AuditConfig;
import io.inhouse.audit.client.LogStatus;
import io.inhouse.audit.head.PublishedHeads;
import io.inhouse.audit.sequence.EntryConsumer;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** The log's state over HTTP. */
@Path("/api/audit/streams")
@Produces(MediaType.APPLICATION_JSON)
public class StreamResource {
    private static final int SHOWN = 200;

    private final Streams streams;
    private final PublishedHeads heads;
    private final EntryConsumer consumer;
    private final AuditConfig config;

    StreamResource(Streams streams, PublishedHeads heads, EntryConsumer consumer, AuditConfig config) {
        this.streams = streams;
        this.heads = heads;
        this.consumer = consumer;
        this.config = config;
    }

    @GET
    @RolesAllowed({Roles.COMPLIANCE_OFFICER, Roles.PLATFORM_ADMIN})
    public LogStatus status() {
        return new LogStatus(
                config.origin(),
                heads.size(),
                consumer.state().name().toLowerCase(Locale.ROOT),
                consumer.trouble(),
                streams.held(),
                streams.setAside(),
                streams.newest(SHOWN));
    }
}
