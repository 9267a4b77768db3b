package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.identity.Roles;
import io.inhouse.inference.recording.Ask;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
