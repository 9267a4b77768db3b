package io.inhouse.portal.datasets;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which version a page is about; the parameters of {@link #PATH}. */
public record VersionAddress(
        @PathParam("project") String project,
        @PathParam("dataset") String dataset,
        @PathParam("version") String version) {
    static final String PATH = "/projects/{project}/datasets/{dataset}/versions/{version}";

    String path() {
        return builder().build(project, dataset, version).getRawPath();
    }

    /** The page again after a decision, see {@link VersionPages#show}. */
    URI after(String done) {
        return builder().queryParam("done", done).build(project, dataset, version);
    }

    private static UriBuilder builder() {
        return UriBuilder.fromPath(PATH);
    }
}
