package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.identity.Roles;
import io.inhouse.inference.client.NewText;
import io.inhouse.inference.client.TextCompletion;
import io.inhouse.inference.recording.Ask;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code client.completions} of the official SDKs: a text is continued, no chat template in between. */
@Path("/v1/completions")
@OpenAiDialect
public class CompletionResource {
    private final Conversation conversation;

    CompletionResource(Conversation conversation) {
        this.conversation = conversation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = NewText.class)))
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TextCompletion.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS)
            })
    @RolesAllowed({Roles.APP, Roles.ML_ENGINEER, Roles.DATA_STEWARD, Roles.APPROVER})
    public Response create(@Nullable JsonNode body) {
        TextRequest request = TextRequest.parse(body, conversation.freshSeed());
        return conversation.answer(
                "cmpl",
                "/v1/completions",
                request.model(),
                new Ask.Prompt.Text(request.prompt()),
                request.parameters(),
                request.stream(),
                request.includeUsage(),
                TextDialect::new);
    }
}
