package io.inhouse.registry.adapters;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.Approval;
import io.inhouse.registry.client.Lineage;
import io.inhouse.registry.client.NewAdapter;
import io.inhouse.registry.client.Refusal;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Adapters over HTTP. */
@Path("/api/models/adapters")
public class AdapterResource {
    private final Adapters adapters;
    private final AdapterRegistration registration;
    private final AdapterDecision decision;
    private final AdapterLineage lineage;
    private final AdapterDownload download;
    private final CurrentCaller caller;

    AdapterResource(
            Adapters adapters,
            AdapterRegistration registration,
            AdapterDecision decision,
            AdapterLineage lineage,
            AdapterDownload download,
            CurrentCaller caller) {
        this.adapters = adapters;
        this.registration = registration;
        this.decision = decision;
        this.lineage = lineage;
        this.download = download;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.SERVICE)
    public Adapter register(
            @RestForm("metadata") @PartType(MediaType.APPLICATION_JSON) @Nullable NewAdapter metadata,
            @RestForm("adapter_model.safetensors") @Nullable FileUpload weights,
            @RestForm("adapter_config.json") @Nullable FileUpload configuration) {
        if (metadata == null || weights == null || configuration == null) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "An adapter arrives in three parts: metadata (JSON), adapter_model.safetensors, adapter_config.json.");
        }
        return registration.run(metadata, weights.uploadedFile(), configuration.uploadedFile(), caller.get());
    }

    @GET
    @Path("{adapter}")
    @Authenticated
    public Adapter adapter(@PathParam("adapter") String adapter) {
        return adapters.inProject(adapter, caller.get().project());
    }

    @GET
    @Path("{adapter}/lineage")
    @Authenticated
    public Lineage lineage(@PathParam("adapter") String adapter) {
        return lineage.of(adapter, caller.get().project());
    }

    @GET
    @Path("{adapter}/files/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Roles.SERVICE, Roles.ML_ENGINEER, Roles.APPROVER})
    public InputStream file(@PathParam("adapter") String adapter, @PathParam("name") String name) throws IOException {
        return download.open(adapter, name, caller.get());
    }

    @POST
    @Path("{adapter}/approve")
    @RolesAllowed(Roles.APPROVER)
    public Adapter approve(@PathParam("adapter") String adapter, Approval approval) {
        return decision.approve(adapter, approval, caller.get());
    }

    @POST
    @Path("{adapter}/reject")
    @RolesAllowed(Roles.APPROVER)
    public Adapter reject(@PathParam("adapter") String adapter, Refusal refusal) {
        return decision.reject(adapter, refusal, caller.get());
    }

    @POST
    @Path("{adapter}/retire")
    @RolesAllowed(Roles.APPROVER)
    public Adapter retire(@PathParam("adapter") String adapter, Refusal refusal) {
        return decision.retire(adapter, refusal, caller.get());
    }
}
