package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.StagingApi;
import io.inhouse.datasets.client.TakeIn;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a file in. */
@Path(FileAddress.PATH + "/take")
@Blocking
public class TakeFileResource {
    private final Session session;
    private final FileWords words;
    private final FilePages pages;
    private final StagingApi staging;

    TakeFileResource(Session session, @Spoken FileWords words, FilePages pages, @RestClient StagingApi staging) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.staging = staging;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam FileAddress at) {
        return Response.seeOther(at.at().after(VersionPages.LOST)).build();
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response take(
            @BeanParam FileAddress at,
            @RestForm @Nullable String split,
            @RestForm @Nullable String prompt,
            @RestForm @Nullable String completion,
            @RestForm @Nullable String text,
            @RestForm @Nullable String subject) {
        Columns columns = Columns.of(prompt, completion, text, subject);
        try {
            staging.take(
                    session.bearer(),
                    at.project(),
                    at.dataset(),
                    at.version(),
                    at.file(),
                    new TakeIn(split, columns.mapping()));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.show(at, columns, refusal.status(), Notice.refused(words.refused(), refusal.detail()));
        }
        return Response.seeOther(at.at().after(VersionPages.TAKEN)).build();
    }
}
