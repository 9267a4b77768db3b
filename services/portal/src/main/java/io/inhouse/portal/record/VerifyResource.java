package io.inhouse.portal.record;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.audit.client.BundleRequest;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.record.VerifyPages.Entered;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * Has a bundle made and verifies it here, by the code of {@code ./inhouse verify}. It convinces whoever trusts this portal;
 * everybody else downloads a bundle and verifies it alone.
 */
@Path("/audit/verify")
@Blocking
public class VerifyResource {
    /** The project under which somebody calls whose role is held in the realm. */
    private static final String PLATFORM = "platform";

    private final Session session;
    private final RecordWords words;
    private final VerifyPages pages;
    private final AuditApi record;

    VerifyResource(Session session, @Spoken RecordWords words, VerifyPages pages, @RestClient AuditApi record) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.record = record;
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response form() {
        return pages.show(200, null, Entered.NOTHING, null);
    }

    @POST
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response verify(
            @RestForm @Nullable String reason,
            @RestForm @Nullable String from,
            @RestForm @Nullable String to,
            @RestForm @Nullable String key)
            throws IOException {
        Entered entered = new Entered(text(reason), text(from), text(to), text(key));
        if (entered.reason().isEmpty()) {
            return pages.show(422, Notice.refused(words.noReason(), words.noReasonText()), entered, null);
        }
        VerifierKey kept;
        BundleRequest request;
        try {
            kept = entered.key().isEmpty() ? null : VerifierKey.parse(entered.key());
            request = new BundleRequest(entered.reason(), number(entered.from()), number(entered.to()), false, null);
        } catch (NumberFormatException e) {
            return pages.show(422, Notice.refused(words.badNumber(), words.badNumberText()), entered, null);
        } catch (IllegalArgumentException e) {
            return pages.show(422, Notice.refused(words.badKey(), words.badKeyText()), entered, null);
        }
        try {
            return pages.show(200, null, entered, check(request, kept));
        } catch (WebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.show(refusal.status(), Notice.refused(words.notPossible(), refusal.detail()), entered, null);
        }
    }

    private Report check(BundleRequest request, @Nullable VerifierKey kept) throws IOException {
        java.nio.file.Path file = Files.createTempFile("bundle-", ".zip");
        try {
            try (InputStream bundle = record.bundle(session.bearer(), PLATFORM, request)) {
                Files.copy(bundle, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return BundleVerifier.verify(file, kept, null);
        } finally {
            Files.delete(file);
        }
    }

    private static String text(@Nullable String field) {
        return Objects.requireNonNullElse(field, "").strip();
    }

    private static @Nullable Long number(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }
}
