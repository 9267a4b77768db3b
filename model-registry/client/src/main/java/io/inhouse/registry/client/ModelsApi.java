package io.inhouse.registry.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;

/**
 * The model registry over HTTP. {@code bearer} is the whole header value, {@code Bearer …}. The address comes from
 * {@code inhouse.registry.url}. A failure arrives as {@link jakarta.ws.rs.WebApplicationException} with problem details.
 */
@RegisterRestClient(configKey = "inhouse-registry")
@Path("/api/models")
public interface ModelsApi {
    @GET
    Models list(@HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") String project);

    /** Copies, checks and registers; takes as long as reading all weights takes. */
    @POST
    @Path("base")
    BaseModel importBase(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            NewBaseModel model);

    /** @param model name, digest ({@code sha256:<hex>}) or id; a {@code /} in a name is encoded */
    @GET
    @Path("base/{model}")
    BaseModel base(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("model") String model);

    @POST
    @Path("adapters")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Adapter registerAdapter(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @RestForm("metadata") @PartType(MediaType.APPLICATION_JSON) NewAdapter metadata,
            @RestForm("adapter_model.safetensors") @PartType(MediaType.APPLICATION_OCTET_STREAM)
                    java.nio.file.Path weights,
            @RestForm("adapter_config.json") @PartType(MediaType.APPLICATION_OCTET_STREAM)
                    java.nio.file.Path configuration);

    @GET
    @Path("adapters/{adapter}")
    Adapter adapter(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter);

    @GET
    @Path("adapters/{adapter}/lineage")
    Lineage lineage(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter);

    /** @param name {@code adapter_model.safetensors} or {@code adapter_config.json}; the caller closes the stream */
    @GET
    @Path("adapters/{adapter}/files/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    InputStream file(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter,
            @PathParam("name") String name);

    /** By somebody who is neither the job's owner nor the registrar. Moves the alias in the same transaction. */
    @POST
    @Path("adapters/{adapter}/approve")
    Adapter approve(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter,
            Approval approval);

    @POST
    @Path("adapters/{adapter}/reject")
    Adapter reject(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter,
            Refusal refusal);

    /** Takes an approved adapter out of service and removes its aliases. */
    @POST
    @Path("adapters/{adapter}/retire")
    Adapter retire(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("adapter") String adapter,
            Refusal refusal);

    /** The project's aliases, by name. */
    @GET
    @Path("aliases")
    List<ModelAlias> aliases(
            @HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") String project);

    /** By a person who approves adapters. Inference serves the older adapter within five seconds. */
    @POST
    @Path("aliases/{alias}/roll-back")
    ModelAlias rollBack(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("alias") String alias,
            RollBack rollBack);
}
