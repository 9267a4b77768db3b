package io.inhouse.portal.tuning;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.TuningJobsApi;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** The form for a job again, with what the job would need. Nothing is ordered. */
@Path(JobAddress.LIST + "/estimate")
@Blocking
public class EstimateResource {
    private final Session session;
    private final TuningWords words;
    private final OrderPages pages;
    private final TuningJobsApi jobs;

    EstimateResource(Session session, @Spoken TuningWords words, OrderPages pages, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.jobs = jobs;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response lost(@PathParam("project") String project) {
        return Response.seeOther(URI.create(JobAddress.list(project) + "/new")).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response estimate(@PathParam("project") String project, MultivaluedMap<String, String> form) {
        Order order = Order.of(form);
        try {
            return pages.show(project, 200, order, jobs.estimate(session.bearer(), project, order.question()), null);
        } catch (NumberFormatException e) {
            String field = order.unreadable().map(words::label).orElse(words.tokensPerRow());
            return pages.show(project, 422, order, null, Notice.refused(words.noNumber(), words.noNumberText(field)));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable() && refusal.status() != 404) {
                throw e;
            }
            return pages.show(
                    project, refusal.status(), order, null, Notice.refused(words.notEstimated(), refusal.detail()));
        }
    }
}
