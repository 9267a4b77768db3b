package io.inhouse.portal.tuning;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.TuningJobsApi;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Ends a job or resumes it. Whether the visitor may, the tuning server says. */
@Path(JobAddress.PATH)
@Blocking
public class JobControlResource {
    private final Session session;
    private final TuningWords words;
    private final JobPages pages;
    private final TuningJobsApi jobs;

    JobControlResource(Session session, @Spoken TuningWords words, JobPages pages, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.jobs = jobs;
    }

    /** Forms that got lost on the way through the sign-in page arrive like this. */
    @GET
    @Path("cancel")
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response lostCancel(@BeanParam JobAddress at) {
        return Response.seeOther(at.after(JobPages.LOST)).build();
    }

    @GET
    @Path("resume")
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response lostResume(@BeanParam JobAddress at) {
        return Response.seeOther(at.after(JobPages.LOST)).build();
    }

    @POST
    @Path("cancel")
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response cancel(@BeanParam JobAddress at) {
        return ask(at, JobPages.CANCELLED, () -> jobs.cancel(session.bearer(), at.project(), at.job()));
    }

    @POST
    @Path("resume")
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response resume(@BeanParam JobAddress at) {
        return ask(at, JobPages.RESUMED, () -> jobs.resume(session.bearer(), at.project(), at.job()));
    }

    private Response ask(JobAddress at, String done, Runnable request) {
        try {
            request.run();
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), Notice.refused(words.notPossible(), refusal.detail()));
        }
        return Response.seeOther(at.after(done)).build();
    }
}
