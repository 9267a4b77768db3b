package io.inhouse.portal.adapters;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which adapter a page is about; the path parameters of {@link AdapterResource#PATH}. */
public record AdapterAddress(
        @PathParam("project") String project,
        @PathParam("adapter") String adapter) {
    String path() {
        return builder().build(project, adapter).getRawPath();
    }

    /** The page again after a decision, see {@link AdapterPages#show}. */
    URI after(String done) {
        return builder().queryParam("done", done).build(project, adapter);
    }

    private static UriBuilder builder() {
        return UriBuilder.fromPath(AdapterResource.PATH);
    }
}
