package io.inhouse.portal.datasets;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.UriBuilder;

/** Which staged file a page is about; the parameters of {@link #PATH}. */
public record FileAddress(
        @PathParam("project") String project,
        @PathParam("dataset") String dataset,
        @PathParam("version") String version,
        @PathParam("file") String file) {
    static final String FILES = VersionAddress.PATH + "/files";
    static final String PATH = FILES + "/{file}";

    String path() {
        return UriBuilder.fromPath(PATH).build(project, dataset, version, file).getRawPath();
    }

    VersionAddress at() {
        return new VersionAddress(project, dataset, version);
    }
}
