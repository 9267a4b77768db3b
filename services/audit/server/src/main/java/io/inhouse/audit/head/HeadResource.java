package io.inhouse.audit.head;

import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.VerifierKey;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What everybody who was given a receipt needs to check it. */
@Path("/api/audit")
@Produces(MediaType.TEXT_PLAIN)
public class HeadResource {
    private final PublishedHeads heads;
    private final VerifierKey key;
    private final TrustPolicy policy;

    HeadResource(PublishedHeads heads, VerifierKey key, TrustPolicy policy) {
        this.heads = heads;
        this.key = key;
        this.policy = policy;
    }

    @GET
    @Path("checkpoint")
    @Authenticated
    public String checkpoint() {
        return heads.latest().encode();
    }

    @GET
    @Path("key")
    @Authenticated
    public String key() {
        return key + "\n";
    }

    /** What a reader compares with the policy he pinned: all of the log's keys, and its witnesses (c2sp.org/tlog-policy). */
    @GET
    @Path("policy")
    @Authenticated
    public String policy() {
        return policy.encode();
    }
}
