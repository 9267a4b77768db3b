package io.inhouse.portal.audit;

import io.inhouse.audit.client.AuditApi;
import io.inhouse.portal.session.Session;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The newest entries, for start pages. */
@RequestScoped
public class RecordReader {
    /** The project under which somebody calls whose role is held in the realm. */
    static final String PLATFORM = "platform";

    private static final int NEWEST = 5;

    private final Session session;
    private final AuditApi record;

    RecordReader(Session session, @RestClient AuditApi record) {
        this.session = session;
        this.record = record;
    }

    public List<EntryLine> newest() {
        return record
                .entries(session.bearer(), PLATFORM, null, null, null, null, null, null, null, null, null, NEWEST, null)
                .entries()
                .stream()
                .map(EntryLine::of)
                .toList();
    }
}
