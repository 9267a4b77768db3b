package io.inhouse.portal.audit;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.audit.client.BundleRequest;
import io.inhouse.portal.audit.LogPages.Entered;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Makes a bundle for a reason and passes it on as it comes. */
@Path("/audit/bundle")
@Blocking
public class BundleResource {
    private final Session session;
    private final AuditWords words;
    private final LogPages pages;
    private final AuditApi record;

    BundleResource(Session session, @Spoken AuditWords words, LogPages pages, @RestClient AuditApi record) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.record = record;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response lost() {
        return Response.seeOther(URI.create("/audit/log")).build();
    }

    @POST
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response bundle(
            @RestForm @Nullable String reason,
            @RestForm @Nullable String from,
            @RestForm @Nullable String to,
            @RestForm @Nullable String openContents) {
        Entered entered = new Entered(
                Objects.requireNonNullElse(reason, "").strip(),
                Objects.requireNonNullElse(from, ""),
                Objects.requireNonNullElse(to, ""),
                openContents != null);
        if (entered.reason().isEmpty()) {
            return page(422, Notice.refused(words.noReason(), words.noReasonText()), entered);
        }
        try {
            InputStream bundle = record.bundle(
                    session.bearer(),
                    RecordReader.PLATFORM,
                    new BundleRequest(
                            entered.reason(),
                            number(entered.from()),
                            number(entered.to()),
                            entered.openContents(),
                            null));
            return Response.ok(bundle, "application/zip")
                    .header("Content-Disposition", "attachment; filename=\"audit-bundle.zip\"")
                    .build();
        } catch (NumberFormatException e) {
            return page(422, Notice.refused(words.badNumber(), words.badNumberText()), entered);
        } catch (WebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return page(refusal.status(), Notice.refused(words.notPossible(), refusal.detail()), entered);
        }
    }

    private static @Nullable Long number(String text) {
        return text.isBlank() ? null : Long.valueOf(text.strip());
    }

    private Response page(int status, Notice notice, Entered entered) {
        return Html.of(status, pages.show(notice, entered));
    }
}
