package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Uploads over HTTP: the request's body is JSON Lines, plain or gzip. */
@Path("/api/datasets")
public class UploadResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final UploadIntake intake;

    UploadResource(CurrentCaller caller, Versions versions, UploadIntake intake) {
        this.caller = caller;
        this.versions = versions;
        this.intake = intake;
    }

    @POST
    @Path("{dataset}/versions/{version}/rows")
    @Consumes({"application/jsonl", "application/x-ndjson", "application/gzip", "application/octet-stream", "text/plain"
    })
    @RolesAllowed(Roles.DATA_STEWARD)
    public UploadReport upload(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("split") @DefaultValue("auto") String split,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            InputStream content) {
        if (!Set.of("train", "test", "auto").contains(split)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "split is train, test or auto, not " + split + ".",
                    Map.of("param", "split"));
        }
        if (encoding != null && !Set.of("gzip", "x-gzip", "identity").contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new PlatformException(
                    Failure.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding is gzip or identity, not " + encoding + ".",
                    Map.of("param", "Content-Encoding"));
        }
        Caller by = caller.get();
        return intake.take(
                by,
                versions.get(by.project(), dataset, version),
                split,
                IdempotencyKey.of(key, version, split),
                content,
                report -> {});
    }
}
