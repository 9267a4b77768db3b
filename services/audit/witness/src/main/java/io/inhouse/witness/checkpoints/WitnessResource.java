package io.inhouse.witness.checkpoints;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.SignedNote;
import io.inhouse.witness.encryption.WitnessKeys;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The witness's public side. The log's signature is the only credential that the protocol asks for. */
@Path("/")
@PermitAll
public class WitnessResource {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final WitnessedLogs logs;
    private final WitnessKeys keys;

    WitnessResource(WitnessedLogs logs, WitnessKeys keys) {
        this.logs = logs;
        this.keys = keys;
    }

    @POST
    @Path("add-checkpoint")
    @Consumes(MediaType.WILDCARD)
    public Response add(byte[] body) {
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(body);
        } catch (IllegalArgumentException e) {
            return text(400, String.valueOf(e.getMessage()));
        }
        return switch (logs.add(request, body)) {
            case Verdict.Cosigned cosigned ->
                text(
                        200,
                        String.join(
                                "\n",
                                cosigned.signatures().stream()
                                        .map(SignedNote.Signature::line)
                                        .toList()));
            case Verdict.UnknownLog _ -> text(404, "this witness does not know the log");
            case Verdict.NotSigned _ -> text(403, "the tree head is not signed by a key of this log");
            case Verdict.Malformed malformed -> text(400, malformed.why());
            case Verdict.OtherSize other -> size(other.size());
            case Verdict.Forked forked -> size(forked.size());
            case Verdict.NotProven _ -> text(422, "the proof does not lead from the last tree head to this one");
        };
    }

    /** The newest tree head that this witness saw: what a reader gives to a verifier as the head he remembers. */
    @GET
    @Path("checkpoint")
    @Produces(TEXT)
    public String latest(@QueryParam("origin") @Nullable String origin) {
        return logs.latest(origin == null ? "" : origin)
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "This witness cosigned nothing of that log; name it with ?origin=.",
                        Map.of("param", "origin")));
    }

    @GET
    @Path("key")
    @Produces(TEXT)
    public String key() {
        return keys.text();
    }

    private static Response size(long size) {
        return Response.status(409).type("text/x.tlog.size").entity(size + "\n").build();
    }

    private static Response text(int status, String text) {
        return Response.status(status).type(TEXT).entity(text + "\n").build();
    }
}
