package io.inhouse.portal.datasets;

import io.inhouse.portal.page.BodyLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.UriBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Passes a form with files on as it comes: no file is held here, in memory or on a disk. */
@ApplicationScoped
class FormForwarding {
    private static final int LONGEST_FIRST_FIELD = 1024;
    private static final Pattern TOKEN = Pattern.compile(
            "\\A--[^\\r\\n]{1,70}\\r\\n[Cc]ontent-[Dd]isposition: form-data; name=\"formToken\"\\r\\n\\r\\n([A-Za-z0-9_-]{40,64})\\r\\n");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Config config;

    FormForwarding(Config config) {
        this.config = config;
    }

    /** The token is the form's first field; the stream stands at its beginning again. Empty if it is not there. */
    static String token(BufferedInputStream form) throws IOException {
        form.mark(LONGEST_FIRST_FIELD);
        byte[] start = new byte[LONGEST_FIRST_FIELD];
        int length = 0;
        Matcher found = TOKEN.matcher("");
        while (length < start.length) {
            int count = form.read(start, length, start.length - length);
            if (count < 0) {
                break;
            }
            length += count;
            found = TOKEN.matcher(new String(start, 0, length, StandardCharsets.ISO_8859_1));
            if (found.find()) {
                form.reset();
                return found.group(1);
            }
        }
        form.reset();
        return "";
    }

    /** What came in the path is decoded; it stays within its part. */
    static URI target(String datasets, VersionAddress at) {
        return UriBuilder.fromUri(datasets)
                .path("api/datasets/{dataset}/versions/{version}/files/form")
                .build(at.dataset(), at.version());
    }

    /** @param type as it came in, see {@link BodyLimits#FORM_WITH_FILES} */
    HttpResponse<String> send(VersionAddress at, String bearer, String type, InputStream form) {
        URI target = target(config.getValue("inhouse.datasets.url", String.class), at);
        try {
            return client.send(
                    HttpRequest.newBuilder(target)
                            .header("Authorization", bearer)
                            .header("OpenAI-Project", at.project())
                            .header("Content-Type", type.replace(BodyLimits.FORM_WITH_FILES, "multipart/form-data"))
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ProcessingException("the datasets server did not take the form", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessingException(e);
        }
    }
}
