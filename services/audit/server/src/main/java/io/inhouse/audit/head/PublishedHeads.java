package io.inhouse.audit.head;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.SignedNote;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** The tree heads that anybody may see. */
@ApplicationScoped
public class PublishedHeads implements PanacheRepositoryBase<TreeHeadEntity, Long> {
    /** @throws PlatformException {@code UPSTREAM_UNAVAILABLE} before the first one */
    @Transactional
    public SignedNote latest() {
        return findAll(Sort.by("size").descending())
                .firstResultOptional()
                .map(head -> SignedNote.parse(head.note))
                .orElseThrow(() -> new PlatformException(
                        Failure.UPSTREAM_UNAVAILABLE,
                        "The log has not published a tree head yet. Try again in a moment.",
                        Map.of("retryAfterSeconds", 2)));
    }

    public long size() {
        return Checkpoint.parse(latest().text()).size();
    }
}
