package io.inhouse.portal.audit;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page with the log's key and head and the form for bundles: as it is asked for, and again after a refusal. */
@RequestScoped
class LogPages {
    private final Session session;
    private final Frames frames;
    private final AuditWords words;
    private final AuditApi record;

    LogPages(Session session, Frames frames, @Spoken AuditWords words, @RestClient AuditApi record) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.record = record;
    }

    /** What the person had written into the form. */
    public record Entered(String reason, String from, String to, boolean openContents) {
        static final Entered NOTHING = new Entered("", "", "", false);
    }

    @CheckedTemplate(basePath = "audit")
    static class Templates {
        static native TemplateInstance log(Frame frame, String key, String head, Entered entered);
    }

    TemplateInstance show(@Nullable Notice notice, Entered entered) {
        return Templates.log(
                frames.of(words.logTitle()).with(notice),
                record.key(session.bearer()).strip(),
                record.checkpoint(session.bearer()).strip(),
                entered);
    }
}
