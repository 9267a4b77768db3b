package io.inhouse.portal.adapters;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which adapter a page is about; the parameters of {@link #PATH}. */
public record AdapterAddress(
        @PathParam("project") String project,
        @PathParam("adapter") String adapter) {
    static final String PATH = "/projects/{project}/adapters/{adapter}";

    String path() {
        return builder().build(project, adapter).getRawPath();
    }

    /** The page again after a decision, see {@link AdapterPages#show}. */
    URI after(String done) {
        return builder().queryParam("done", done).build(project, adapter);
    }

    private static UriBuilder builder() {
        return UriBuilder.fromPath(PATH);
    }
}
