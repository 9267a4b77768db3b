package io.inhouse.portal.page;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Visitor;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.UriBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections of the portal that the visitor's roles open, on every page in the same order. */
@RequestScoped
class Navigation {
    private final RoutingContext request;
    private final PageWords words;

    Navigation(RoutingContext request, @Spoken PageWords words) {
        this.request = request;
        this.words = words;
    }

    /** @param project the project in the page's address, or the visitor's only one; null if they have to choose */
    List<Link> links(Visitor visitor, @Nullable String project) {
        List<Link> links = new ArrayList<>();
        if (project == null) {
            links.add(link("/", words.work()));
        } else {
            String home =
                    UriBuilder.fromPath("/projects/{project}").build(project).getRawPath();
            links.add(link(home, words.work()));
            if (visitor.isAny(project, Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER)) {
                links.add(section(home + "/datasets", words.datasets()));
            }
            if (visitor.seesJobs(project)) {
                links.add(section(home + "/tuning", words.tuning()));
            }
            if (visitor.isAny(project, Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER)) {
                links.add(section(home + "/models", words.models()));
                links.add(section(home + "/playground", words.playground()));
            }
            if (visitor.is(Roles.ML_ENGINEER, project)) {
                links.add(section(home + "/keys", words.keys()));
            }
        }
        if (visitor.admin()) {
            links.add(section("/base-models", words.baseModels()));
            links.add(section("/keys", words.allKeys()));
        }
        if (visitor.officer()) {
            links.add(section("/audit", words.record()));
        }
        return links;
    }

    /** Current on exactly this page. */
    private Link link(String address, String text) {
        return new Link(address, text, request.normalizedPath().equals(address));
    }

    /** Current on this page and those below it. */
    private Link section(String address, String text) {
        String path = request.normalizedPath();
        return new Link(address, text, path.equals(address) || path.startsWith(address + "/"));
    }
}
