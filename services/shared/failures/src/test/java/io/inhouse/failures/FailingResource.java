package io.inhouse.failures;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;

/** Fails in every way. */
@Path("/api/fail")
public class FailingResource {
    public record Order(String name, int rank, List<Item> items, Colour colour) {}

    public record Item(int count) {}

    public enum Colour {
        RED,
        GREEN
    }

    @GET
    @Path("{how}")
    public String get(@PathParam("how") String how) {
        throw FailingResource.of(how);
    }

    @POST
    public String post(Order order) {
        return order.name();
    }

    static RuntimeException of(String how) {
        return switch (how) {
            case "busy" ->
                new PlatformException(
                        Failure.TOO_MANY_REQUESTS,
                        "32 requests are waiting. Try again later.",
                        Map.of("retryAfterSeconds", 7, "status", "not to be overwritten", "waiting", 32));
            case "param" ->
                new PlatformException(
                        Failure.UNSUPPORTED_PARAMETER, "logit_bias is not supported", Map.of("param", "logit_bias"));
            case "anonymous" -> new UnauthorizedException();
            case "forbidden" -> new ForbiddenException("secret reason");
            default -> new IllegalStateException("password=hunter2");
        };
    }
}
