package io.inhouse.portal.tuning;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.TuningJobsApi;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Orders a job. Sent twice, the same form is one order. */
@Path(JobAddress.LIST + "/new")
@Blocking
public class OrderResource {
    private static final int KEY_BYTES = 18;

    private final Session session;
    private final TuningWords words;
    private final OrderPages pages;
    private final TuningJobsApi jobs;

    OrderResource(Session session, @Spoken TuningWords words, OrderPages pages, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.jobs = jobs;
    }

    /** @param like a job whose recipe is taken over */
    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response form(
            @PathParam("project") String project,
            @QueryParam("dataset") @DefaultValue("") String dataset,
            @QueryParam("like") @DefaultValue("") String like) {
        String key = VertxContextPRNG.current().nextString(KEY_BYTES);
        Order order =
                like.isEmpty() ? Order.fresh(dataset, key) : Order.like(jobs.get(session.bearer(), project, like), key);
        return pages.show(project, 200, order, null, null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response order(@PathParam("project") String project, MultivaluedMap<String, String> form) {
        Order order = Order.of(form);
        Optional<RecipeField> unreadable = order.unreadable();
        if (unreadable.isPresent()) {
            return pages.show(
                    project,
                    422,
                    order,
                    null,
                    Notice.refused(words.noNumber(), words.noNumberText(words.label(unreadable.get()))));
        }
        try {
            TuningJob job =
                    jobs.submit(session.bearer(), project, order.key().isEmpty() ? null : order.key(), order.job());
            return Response.seeOther(new JobAddress(project, job.id()).after(JobPages.ORDERED))
                    .build();
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable() && refusal.status() != 404) {
                throw e;
            }
            return pages.show(
                    project, refusal.status(), order, null, Notice.refused(words.notOrdered(), refusal.detail()));
        }
    }
}
