package io.inhouse.portal.datasets;

import io.inhouse.portal.page.Refusal;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Refusals that are part of an answer: the rest of the page stays of use. */
final class Explained {
    private Explained() {}

    /** @throws ClientWebApplicationException the same, if nothing in it is for the person to read */
    static Refusal refusal(ClientWebApplicationException failure) {
        Refusal refusal = Refusal.of(failure);
        boolean told =
                refusal.correctable() || refusal.status() == 404 || refusal.status() == 429 || refusal.status() == 503;
        if (!told || refusal.detail().isEmpty()) {
            throw failure;
        }
        return refusal;
    }
}
