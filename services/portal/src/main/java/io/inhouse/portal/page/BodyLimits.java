package io.inhouse.portal.page;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Forms are small; only files of a dataset version may be long, and they pass through as a stream. A form with files is
 * renamed on the way in, because the server would otherwise write its files to a disk in the clear.
 */
@ApplicationScoped
public class BodyLimits {
    /** What {@code multipart/form-data} is called from here on; its parameters stay. */
    public static final String FORM_WITH_FILES = "application/vnd.inhouse.form-data";

    /** A piece of a file. */
    public static final String PIECE = "application/offset+octet-stream";

    private static final String MULTIPART = "multipart/form-data";
    private static final long FORM = 256 * 1024;
    private static final int BEFORE_EVERYTHING = 10_000;
    private static final Pattern FILES =
            Pattern.compile("/projects/[^/]+/datasets/[^/]+/versions/[^/]+/files(/[^/]+)?");

    void register(@Observes Filters filters) {
        filters.register(BodyLimits::limit, BEFORE_EVERYTHING);
    }

    private static void limit(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), "");
        boolean files = FILES.matcher(context.normalizedPath()).matches();
        if (files && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length())) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, FORM_WITH_FILES + type.substring(MULTIPART.length()));
        } else if (!(files && type.startsWith(PIECE))) {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length == null
                    ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                    : !length.matches("[0-9]{1,9}") || Long.parseLong(length) > FORM) {
                context.response()
                        .setStatusCode(413)
                        .putHeader("Connection", "close")
                        .end();
                return;
            }
        }
        context.next();
    }
}
