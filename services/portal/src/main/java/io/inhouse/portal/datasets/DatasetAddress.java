package io.inhouse.portal.datasets;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which dataset a page is about; the parameters of {@link #PATH}. */
public record DatasetAddress(
        @PathParam("project") String project,
        @PathParam("dataset") String dataset) {
    static final String LIST = "/projects/{project}/datasets";
    static final String PATH = LIST + "/{dataset}";

    static String list(String project) {
        return UriBuilder.fromPath(LIST).build(project).getRawPath();
    }

    static DatasetAddress of(String project, String dataset) {
        return new DatasetAddress(project, dataset);
    }

    String path() {
        return UriBuilder.fromPath(PATH).build(project, dataset).getRawPath();
    }

    URI after(String done) {
        return UriBuilder.fromPath(PATH).queryParam("done", done).build(project, dataset);
    }
}
