package io.inhouse.portal.datasets;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** An uploaded file, looked at before its rows are taken in. */
@Path(FileAddress.PATH)
@Blocking
public class FileResource {
    private final FilePages pages;
    private final FileWords words;

    FileResource(FilePages pages, @Spoken FileWords words) {
        this.pages = pages;
        this.words = words;
    }

    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response file(
            @BeanParam FileAddress at, @BeanParam Columns columns, @QueryParam("done") @Nullable String done) {
        return pages.show(
                at,
                columns.chosen(),
                200,
                "decided".equals(done) ? Notice.done(words.decided(), words.decidedText()) : null);
    }
}
