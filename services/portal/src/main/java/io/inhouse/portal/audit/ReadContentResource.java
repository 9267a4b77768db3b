package io.inhouse.portal.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.inhouse.audit.client.AuditApi;
import io.inhouse.audit.client.EntryContent;
import io.inhouse.audit.client.ReadReason;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * Opens the content of an entry for a reason. The answer to the form is the page itself: a redirect would need an address
 * under which the content could be opened again without a reason.
 */
@Path("/audit/entries/{id}/content")
@Blocking
public class ReadContentResource {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Session session;
    private final Frames frames;
    private final AuditWords words;
    private final EntryPages pages;
    private final AuditApi record;

    ReadContentResource(
            Session session, Frames frames, @Spoken AuditWords words, EntryPages pages, @RestClient AuditApi record) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.pages = pages;
        this.record = record;
    }

    @CheckedTemplate(basePath = "audit")
    static class Templates {
        static native TemplateInstance content(
                Frame frame, String id, String reason, String recordedAs, String content);
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response lost(@PathParam("id") String id) {
        return Response.seeOther(UriBuilder.fromPath("/audit/entries/{id}").build(id))
                .build();
    }

    @POST
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response read(@PathParam("id") String id, @RestForm @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return page(422, pages.show(id, Notice.refused(words.noReason(), words.noReasonText()), ""));
        }
        try {
            EntryContent content =
                    record.content(session.bearer(), RecordReader.PLATFORM, id, new ReadReason(reason.strip()));
            return page(
                    200,
                    Templates.content(
                            frames.of(words.contentTitle(id)),
                            id,
                            reason.strip(),
                            content.recordedAs(),
                            text(content)));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return page(
                    refusal.status(), pages.show(id, Notice.refused(words.notPossible(), refusal.detail()), reason));
        }
    }

    private static String text(EntryContent content) {
        try {
            return JSON.writeValueAsString(content.content());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON is JSON", e);
        }
    }

    private static Response page(int status, TemplateInstance page) {
        return Html.of(status, page);
    }
}
