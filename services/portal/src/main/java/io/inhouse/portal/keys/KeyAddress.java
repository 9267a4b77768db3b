package io.inhouse.portal.keys;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/** Which key a page is about; the parameters of {@link #PATH}. */
public record KeyAddress(
        @PathParam("project") String project,
        @PathParam("key") String key) {
    static final String LIST = "/projects/{project}/keys";
    /** Not below the word that asks for a new one: {@code /new} is no key. */
    static final String PATH = LIST + "/of/{key}";

    static String list(String project) {
        return UriBuilder.fromPath(LIST).build(project).getRawPath();
    }

    String path() {
        return UriBuilder.fromPath(PATH).build(project, key).getRawPath();
    }

    /** The page again after something was done, see {@link KeyPages#show}. */
    URI after(String done) {
        return UriBuilder.fromPath(PATH).queryParam("done", done).build(project, key);
    }
}
