package io.inhouse.portal.tuning;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which job a page is about; the parameters of {@link #PATH}. */
public record JobAddress(
        @PathParam("project") String project,
        @PathParam("job") String job) {
    static final String LIST = "/projects/{project}/tuning";
    static final String PATH = LIST + "/jobs/{job}";

    static String list(String project) {
        return UriBuilder.fromPath(LIST).build(project).getRawPath();
    }

    String path() {
        return uri().getRawPath();
    }

    URI uri() {
        return UriBuilder.fromPath(PATH).build(project, job);
    }

    /** The page again after something was asked for, see {@link JobPages#show}. */
    URI after(String done) {
        return UriBuilder.fromPath(PATH).queryParam("done", done).build(project, job);
    }
}
