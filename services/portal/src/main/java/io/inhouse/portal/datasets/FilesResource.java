package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.NewStagedFile;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.StagingApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.BodyLimits;
import io.inhouse.portal.page.FormTokens;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.PageWords;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/**
 * Uploads: as a form with files; or in pieces, by the script {@code upload.js}, which can go on after a dropped connection.
 */
@Path(FileAddress.FILES)
@Blocking
public class FilesResource {
    /** A piece is held in memory; {@code upload.js} sends pieces of this length. */
    private static final int LONGEST_PIECE = 1024 * 1024;

    private final Session session;
    private final FormTokens tokens;
    private final PageWords pageWords;
    private final FileWords words;
    private final VersionPages pages;
    private final FormForwarding forwarding;
    private final StagingApi staging;

    FilesResource(
            Session session,
            FormTokens tokens,
            @Spoken PageWords pageWords,
            @Spoken FileWords words,
            VersionPages pages,
            FormForwarding forwarding,
            @RestClient StagingApi staging) {
        this.session = session;
        this.tokens = tokens;
        this.pageWords = pageWords;
        this.words = words;
        this.pages = pages;
        this.forwarding = forwarding;
        this.staging = staging;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam VersionAddress at) {
        return Response.seeOther(at.after(VersionPages.LOST)).build();
    }

    @POST
    @Consumes(BodyLimits.FORM_WITH_FILES)
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response form(@BeanParam VersionAddress at, @HeaderParam("Content-Type") String type, InputStream content)
            throws IOException {
        BufferedInputStream form = new BufferedInputStream(content);
        if (!tokens.matches(FormForwarding.token(form))) {
            return pages.again(at, 403, Notice.refused(pageWords.foreignForm(), pageWords.foreignFormText()), "");
        }
        HttpResponse<String> answer = forwarding.send(at, session.bearer(), type, form);
        if (answer.statusCode() == 201) {
            return answer.body().equals("[]")
                    ? pages.again(at, 422, Notice.refused(words.noFile(), words.noFileText()), "")
                    : Response.seeOther(at.after(VersionPages.HERE)).build();
        }
        Refusal refusal = Refusal.of(answer.statusCode(), answer.body());
        return pages.again(
                at,
                refusal.status(),
                Notice.refused(words.refused(), refusal.detail().isEmpty() ? pageWords.noReason() : refusal.detail()),
                "");
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response announce(@BeanParam VersionAddress at, NewStagedFile file) {
        return passed(() -> staging.announce(session.bearer(), at.project(), at.dataset(), at.version(), file));
    }

    @PATCH
    @Path("{file}")
    @Consumes(BodyLimits.PIECE)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response append(@BeanParam FileAddress at, @HeaderParam("Upload-Offset") long offset, InputStream content)
            throws IOException {
        byte[] piece = content.readNBytes(LONGEST_PIECE + 1);
        if (piece.length > LONGEST_PIECE) {
            return Response.status(413).build();
        }
        return passed(() ->
                staging.append(session.bearer(), at.project(), at.dataset(), at.version(), at.file(), offset, piece));
    }

    /** Where to go on. */
    @GET
    @Path("{file}/offset")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response offset(@BeanParam FileAddress at) {
        return passed(() -> staging.get(session.bearer(), at.project(), at.dataset(), at.version(), at.file()));
    }

    private interface Call {
        StagedFile make();
    }

    /** A refusal for a script: its status, and its detail as text for the person. */
    private static Response passed(Call call) {
        try {
            return Response.ok(call.make()).build();
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            return Response.status(refusal.status())
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity(refusal.detail())
                    .build();
        }
    }
}
