package io.inhouse.witness.administration;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.witness.checkpoints.WitnessedLogs;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** For the administrator. */
@Path("/admin")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminToken.ROLE)
public class LogsResource {
    private final WitnessedLogs logs;

    LogsResource(WitnessedLogs logs) {
        this.logs = logs;
    }

    /** @param keys the log's public keys, one per line; their name is the log's origin */
    @PUT
    @Path("logs")
    @Consumes(MediaType.TEXT_PLAIN)
    public void know(String keys) {
        List<VerifierKey> parsed;
        try {
            parsed = keys.lines()
                    .filter(line -> !line.isBlank())
                    .map(VerifierKey::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (parsed.isEmpty()
                || parsed.stream().map(VerifierKey::name).distinct().count() != 1
                || parsed.stream().anyMatch(key -> key.kind() == VerifierKey.Kind.ED25519_COSIGNATURE)) {
            throw invalid("give the public keys of one log, one per line");
        }
        logs.know(parsed.getFirst().name(), parsed);
    }

    @GET
    @Path("logs")
    public Map<String, Long> list() {
        return logs.sizes();
    }

    @GET
    @Path("contradictions")
    public List<String> contradictions() {
        return logs.contradictions();
    }

    private static PlatformException invalid(String why) {
        return new PlatformException(
                Failure.INVALID_REQUEST, "The keys cannot be used: " + why + ".", Map.of("param", "body"));
    }
}
