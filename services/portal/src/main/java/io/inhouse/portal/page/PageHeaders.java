package io.inhouse.portal.page;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Pages show what others may not see: no browser or proxy keeps them. */
class PageHeaders {
    @ServerResponseFilter
    void noStore(ContainerResponseContext response) {
        response.getHeaders().putSingle("Cache-Control", "no-store");
    }
}
