package io.inhouse.failures;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Writes the failures of the catalogue into the description of every endpoint, in the dialect it speaks. What broke on our
 * side is not among them: that is no answer anybody may count on.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DocumentedFailures implements OASFilter {
    private static final String OF_OPEN_AI = "/v1/";
    private static final String PROBLEM = "Problem";
    private static final String OPEN_AI_ERROR = "OpenAiError";
    /** Nobody who only reads is answered with these. */
    private static final Set<Integer> OF_CHANGES = Set.of(409, 413, 415, 422);

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getPaths() == null || description.getPaths().getPathItems() == null) {
            return;
        }
        if (description.getComponents() == null) {
            description.setComponents(OASFactory.createComponents());
        }
        description.getComponents().addSchema(PROBLEM, problem()).addSchema(OPEN_AI_ERROR, openAiError());
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> document(path, method, operation)));
    }

    private static void document(String path, PathItem.HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        if (responses == null) {
            responses = OASFactory.createAPIResponses();
            operation.setResponses(responses);
        }
        boolean onlyReads = method == PathItem.HttpMethod.GET || method == PathItem.HttpMethod.HEAD;
        for (var failures : titlesByStatus().entrySet()) {
            if (onlyReads && OF_CHANGES.contains(failures.getKey())) {
                continue;
            }
            String status = failures.getKey().toString();
            APIResponse known = responses.getAPIResponse(status);
            if (known == null || known.getContent() == null) {
                responses.addAPIResponse(status, answer(path.startsWith(OF_OPEN_AI), failures.getValue()));
            }
        }
    }

    private static TreeMap<Integer, String> titlesByStatus() {
        return Arrays.stream(Failure.values())
                .filter(failure -> failure != Failure.INTERNAL)
                .collect(Collectors.groupingBy(
                        Failure::status,
                        TreeMap::new,
                        Collectors.mapping(Failure::title, Collectors.joining(". Or: ", "", "."))));
    }

    private static APIResponse answer(boolean openAi, String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                openAi ? OpenAiErrorRenderer.MEDIA_TYPE : ProblemRenderer.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema()
                                                .ref("#/components/schemas/" + (openAi ? OPEN_AI_ERROR : PROBLEM)))));
    }

    private static Schema problem() {
        return object("RFC 9457. Further members say more about the case at hand.")
                .addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("code", codes())
                .addProperty("requestId", text())
                .required(List.of("type", "title", "status", "detail", "code", "requestId"));
    }

    private static Schema openAiError() {
        Schema error = object("What OpenAI's clients expect.")
                .addProperty("message", text())
                .addProperty("type", text())
                .addProperty("param", text().addType(Schema.SchemaType.NULL))
                .addProperty("code", text())
                .required(List.of("message", "type", "code"));
        return object("The error object of OpenAI's API.")
                .addProperty("error", error)
                .required(List.of("error"));
    }

    private static Schema codes() {
        Schema code = text();
        Arrays.stream(Failure.values()).map(Failure::code).forEach(code::addEnumeration);
        return code;
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).description(description);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
