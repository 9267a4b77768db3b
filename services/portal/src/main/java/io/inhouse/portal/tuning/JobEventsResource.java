package io.inhouse.portal.tuning;

import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.TuningJobsApi;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** A job's events as the tuning server tells them to this visitor, for the live view. */
@Path(JobAddress.PATH + "/events")
@Blocking
public class JobEventsResource {
    private final Session session;
    private final TuningJobsApi jobs;

    JobEventsResource(Session session, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.jobs = jobs;
    }

    /** @param after number of the last event that the page has */
    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER})
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    public Multi<String> events(@BeanParam JobAddress at, @QueryParam("after") @DefaultValue("0") long after) {
        // A stream that has begun cannot say any more that there is no such job.
        jobs.get(session.bearer(), at.project(), at.job());
        return jobs.events(session.bearer(), at.project(), at.job(), after);
    }
}
