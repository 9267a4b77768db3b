package io.inhouse.portal.audit;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.audit.client.EntryProof;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of one entry: as it is asked for, and again when its content was not opened. */
@RequestScoped
class EntryPages {
    private final Session session;
    private final Frames frames;
    private final AuditWords words;
    private final AuditApi record;

    EntryPages(Session session, Frames frames, @Spoken AuditWords words, @RestClient AuditApi record) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.record = record;
    }

    @CheckedTemplate(basePath = "audit")
    static class Templates {
        static native TemplateInstance entry(Frame frame, EntryProof proof, Instant ts, String reason);
    }

    TemplateInstance show(String id, @Nullable Notice notice, String reason) {
        EntryProof proof = record.entry(session.bearer(), RecordReader.PLATFORM, id);
        return Templates.entry(
                frames.of(words.entryTitle(id)).with(notice),
                proof,
                Instant.parse(proof.entry().ts()),
                reason);
    }
}
