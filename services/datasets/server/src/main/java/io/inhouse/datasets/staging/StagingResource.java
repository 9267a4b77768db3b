package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.ColumnMapping;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.FileCheck;
import io.inhouse.datasets.client.NewStagedFile;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.TakeIn;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.requests.MultipartBody;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Files in pieces over HTTP; the offsets are those of the tus protocol (version 1.0). */
@Path("/api/datasets/{dataset}/versions/{version}/files")
public class StagingResource {
    private final CurrentCaller caller;
    private final Versions versions;
    private final StagedFiles files;
    private final Staging staging;
    private final StagingConfig config;

    StagingResource(CurrentCaller caller, Versions versions, StagedFiles files, Staging staging, StagingConfig config) {
        this.caller = caller;
        this.versions = versions;
        this.files = files;
        this.staging = staging;
        this.config = config;
    }

    /** Which version. */
    public record Address(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version) {}

    /** Columns of a table by their headings. */
    public record Columns(
            @QueryParam("prompt") @Nullable String prompt,
            @QueryParam("completion") @Nullable String completion,
            @QueryParam("text") @Nullable String text,
            @QueryParam("subject") @Nullable String subject) {
        @Nullable
        ColumnMapping mapping() {
            return prompt == null && completion == null && text == null
                    ? null
                    : new ColumnMapping(prompt, completion, text, subject);
        }
    }

    @POST
    @ResponseStatus(201)
    @APIResponse(responseCode = "201")
    @RolesAllowed(Roles.DATA_STEWARD)
    public StagedFile announce(@BeanParam Address at, @Nullable NewStagedFile request) {
        if (request == null) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The body is missing: a JSON object with the filename of the file and its bytes.",
                    Map.of("param", "filename"));
        }
        return staging.announce(caller.get(), version(at), request);
    }

    /** All files of a browser's form. */
    @POST
    @ResponseStatus(201)
    @APIResponse(responseCode = "201")
    @Path("form")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.DATA_STEWARD)
    public List<StagedFile> form(
            @BeanParam Address at, @HeaderParam("Content-Type") @Nullable String type, InputStream content)
            throws IOException {
        DatasetVersion version = version(at);
        MultipartBody body = new MultipartBody(type, content);
        List<StagedFile> received = new ArrayList<>();
        for (MultipartBody.Part part = body.next(); part != null; part = body.next()) {
            String filename = part.filename();
            if (filename != null && !filename.isBlank()) {
                received.add(staging.receive(caller.get(), version, filename, part.content()));
            }
        }
        return received;
    }

    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public List<StagedFile> list(@BeanParam Address at) {
        return files.ofVersion(version(at));
    }

    @GET
    @Path("{file}")
    @RolesAllowed(Roles.DATA_STEWARD)
    public StagedFile get(@BeanParam Address at, @PathParam("file") String file) {
        return files.get(version(at), file);
    }

    @PATCH
    @Path("{file}")
    @Consumes("application/offset+octet-stream")
    @RolesAllowed(Roles.DATA_STEWARD)
    public StagedFile append(
            @BeanParam Address at,
            @PathParam("file") String file,
            @HeaderParam("Upload-Offset") @Nullable Long offset,
            InputStream content)
            throws IOException {
        DatasetVersion version = version(at);
        if (offset == null || offset < 0) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The header Upload-Offset says where the piece starts in the file.",
                    Map.of("param", "Upload-Offset"));
        }
        int longest = (int) config.maxPiece().asLongValue();
        byte[] piece = content.readNBytes(longest + 1);
        if (piece.length > longest) {
            throw new PlatformException(
                    Failure.PAYLOAD_TOO_LARGE,
                    "A piece has at most " + longest + " bytes (inhouse.datasets.staging.max-piece).");
        }
        return staging.append(caller.get(), version, file, offset, piece);
    }

    @GET
    @Path("{file}/check")
    @RolesAllowed(Roles.DATA_STEWARD)
    public FileCheck check(@BeanParam Address at, @PathParam("file") String file, @BeanParam Columns columns) {
        DatasetVersion version = version(at);
        return staging.check(caller.get(), version, files.get(version, file), columns.mapping());
    }

    @POST
    @Path("{file}/take")
    @RolesAllowed(Roles.DATA_STEWARD)
    public UploadReport take(@BeanParam Address at, @PathParam("file") String file, @Nullable TakeIn request) {
        String split = request == null || request.split() == null ? "auto" : request.split();
        if (!Set.of("train", "test", "auto").contains(split)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "split is train, test or auto, not " + split + ".",
                    Map.of("param", "split"));
        }
        DatasetVersion version = version(at);
        return staging.take(
                caller.get(), version, files.get(version, file), split, request == null ? null : request.columns());
    }

    @DELETE
    @Path("{file}")
    @RolesAllowed(Roles.DATA_STEWARD)
    public void discard(@BeanParam Address at, @PathParam("file") String file) {
        staging.discard(version(at), file);
    }

    private DatasetVersion version(Address at) {
        return versions.get(caller.get().project(), at.dataset(), at.version());
    }
}
