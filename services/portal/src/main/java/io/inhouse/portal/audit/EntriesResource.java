package io.inhouse.portal.audit;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.audit.client.EntryPage;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Searches the record, newest entries first. */
@Path("/audit")
@Blocking
public class EntriesResource {
    private static final int ON_A_PAGE = 50;

    private final Session session;
    private final Frames frames;
    private final AuditWords words;
    private final AuditApi record;

    EntriesResource(Session session, Frames frames, @Spoken AuditWords words, @RestClient AuditApi record) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.record = record;
    }

    @CheckedTemplate(basePath = "audit")
    static class Templates {
        static native TemplateInstance entries(
                Frame frame, Search search, List<EntryLine> entries, @Nullable String older);
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance entries(@BeanParam Search search) {
        Frame frame = frames.of(words.title());
        try {
            EntryPage page = record.entries(
                    session.bearer(),
                    RecordReader.PLATFORM,
                    blankToNull(search.type()),
                    blankToNull(search.outcome()),
                    blankToNull(search.project()),
                    null,
                    blankToNull(search.actor()),
                    blankToNull(search.subject()),
                    blankToNull(search.object()),
                    Moment.parse(search.from()),
                    Moment.parse(search.to()),
                    ON_A_PAGE,
                    search.cursor());
            return Templates.entries(
                    frame,
                    search,
                    page.entries().stream().map(EntryLine::of).toList(),
                    page.cursor() == null ? null : search.at(page.cursor()));
        } catch (DateTimeParseException e) {
            return Templates.entries(
                    frame.with(Notice.refused(words.badDate(), words.badDateText())), search, List.of(), null);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
