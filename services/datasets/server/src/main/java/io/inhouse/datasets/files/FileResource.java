package io.inhouse.datasets.files;

import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.requests.Limits;
import io.inhouse.datasets.requests.MultipartBody;
import io.inhouse.failures.Failure;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/files} as OpenAI's SDKs call it. The only purpose is {@code fine-tune}. */
@Path("/v1/files")
@OpenAiDialect
public class FileResource {
    private final CurrentCaller caller;
    private final Files files;

    FileResource(CurrentCaller caller, Files files) {
        this.caller = caller;
        this.files = files;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({Roles.DATA_STEWARD, Roles.ML_ENGINEER})
    public OpenAiFile create(
            @HeaderParam("Content-Type") @Nullable String contentType,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            InputStream body)
            throws IOException {
        Caller by = caller.get();
        IdempotencyKey key = IdempotencyKey.of(idempotencyKey);
        OpenAiFile before = files.before(by, key == null ? null : key.key());
        if (before != null) {
            return before;
        }
        MultipartBody parts = new MultipartBody(contentType, body);
        FileFields fields = new FileFields();
        // SDKs send the file before or after the purpose: fields may come on both sides of it.
        for (MultipartBody.Part part = parts.next(); part != null; part = parts.next()) {
            if (part.name().equals("file")) {
                String filename = filename(part.filename());
                return files.create(by, filename, part.content(), key == null ? null : key.key(), () -> {
                    try {
                        for (MultipartBody.Part rest = parts.next(); rest != null; rest = parts.next()) {
                            fields.take(rest);
                        }
                    } catch (IOException e) {
                        throw new PlatformException(
                                Failure.INVALID_REQUEST,
                                "The upload broke off before its end. Nothing was kept.",
                                Map.of(),
                                e);
                    }
                    fields.requirePurpose();
                });
            }
            fields.take(part);
        }
        throw invalid("file", "The part file is missing.");
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.ML_ENGINEER, Roles.APPROVER})
    public OpenAiFile.Page list(
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after,
            @QueryParam("order") @Nullable String order) {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw invalid("order", "order is asc or desc.");
        }
        if (purpose != null && !purpose.equals(FileFields.FINE_TUNE)) {
            return new OpenAiFile.Page("list", java.util.List.of(), false, null, null);
        }
        return files.list(caller.get(), Limits.of(limit, 100, 10_000), after, !"asc".equals(order));
    }

    @GET
    @Path("{file}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.ML_ENGINEER, Roles.APPROVER, Roles.SERVICE})
    public OpenAiFile get(@PathParam("file") String file) {
        return files.get(caller.get(), file);
    }

    @DELETE
    @Path("{file}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.ML_ENGINEER})
    public OpenAiFile.Deleted delete(@PathParam("file") String file) {
        return files.delete(caller.get(), file);
    }

    @GET
    @Path("{file}/content")
    @Produces("application/jsonl")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.ML_ENGINEER})
    public Response content(@PathParam("file") String file) {
        StreamingOutput body = files.content(caller.get(), file)::writeTo;
        return Response.ok(body).build();
    }

    private static String filename(@Nullable String sent) {
        String name = sent == null ? "" : sent.strip();
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid("file", "The part file has a file name of 1 to 200 characters.");
        }
        return name;
    }

    private static PlatformException invalid(String parameter, String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", parameter));
    }
}
