package io.inhouse.failures;

import io.inhouse.failures.body.LargeBody;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** Its length counts, its content does not. */
    @POST
    @Path("stream")
    public long stream(InputStream body) throws IOException {
        return body.transferTo(OutputStream.nullOutputStream());
    }

    @POST
    @Path("large")
    @LargeBody(mebibytes = 3)
    public int large(String body) {
        return body.length();
    }

    @PUT
    public String put(@Nullable Order order) {
        return order == null ? "without" : order.name();
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
            case "database-away" ->
                new IllegalStateException(new SQLException("connection to db.internal refused", "08001"));
            case "disk-full" -> committedInVain(new SQLException("could not extend file", "53100"));
            case "pool-empty" ->
                new PlatformException(
                        Failure.INTERNAL, "The rows could not be stored.", Map.of(), new SQLException("no connection"));
            case "wrong-statement" -> new IllegalStateException(new SQLException("syntax error", "42601"));
            default -> new IllegalStateException("password=hunter2");
        };
    }

    private static RuntimeException committedInVain(SQLException cause) {
        IllegalStateException failed = new IllegalStateException("could not commit");
        failed.addSuppressed(cause);
        return failed;
    }
}
