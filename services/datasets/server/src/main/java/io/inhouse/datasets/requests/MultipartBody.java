package io.inhouse.datasets.requests;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578), read as a stream: what people upload never lies on a disk in
 * the clear. A part must be read before the next one is asked for; what is left of it is skipped.
 */
public final class MultipartBody {
    private static final int LONGEST_HEADER = 8 * 1024;
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(name|filename|filename\\*)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]*))", Pattern.CASE_INSENSITIVE);

    private final BufferedInputStream body;
    private final byte[] delimiter;
    private @Nullable Content open;
    private boolean started;

    /** @throws PlatformException {@code UNSUPPORTED_MEDIA_TYPE} if the type names no boundary */
    public MultipartBody(@Nullable String contentType, InputStream body) {
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!matcher.find()) {
            throw new PlatformException(
                    Failure.UNSUPPORTED_MEDIA_TYPE, "The Content-Type multipart/form-data names no boundary.");
        }
        String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.body = new BufferedInputStream(body, 64 * 1024);
    }

    /** @param filename null for a plain field */
    public record Part(String name, @Nullable String filename, InputStream content) {
        /** A short field's text. */
        public String text() throws IOException {
            byte[] bytes = content.readNBytes(4097);
            if (bytes.length > 4096) {
                throw malformed("the field " + name + " is too long");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The next part, or null after the last. */
    public @Nullable Part next() throws IOException {
        if (open != null) {
            open.transferTo(java.io.OutputStream.nullOutputStream());
        } else if (!started) {
            started = true;
            // The first delimiter has no line end before it, unless there is a preamble.
            body.mark(delimiter.length);
            byte[] first = body.readNBytes(delimiter.length - 2);
            if (!startsWith(first)) {
                body.reset();
                new Content().transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        String rest = line();
        if (rest.startsWith("--")) {
            return null;
        }
        if (!rest.isBlank()) {
            throw malformed("a boundary is followed by something else");
        }
        Map<String, String> headers = new HashMap<>();
        int size = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            size += line.length();
            int colon = line.indexOf(':');
            if (size > LONGEST_HEADER || colon < 0) {
                throw malformed("a part's header is too long or has no colon");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(headers.getOrDefault("content-disposition", ""));
        while (matcher.find()) {
            String value = matcher.group(2) != null ? matcher.group(2).replaceAll("\\\\(.)", "$1") : matcher.group(3);
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        String name = parameters.get("name");
        if (name == null) {
            throw malformed("a part has no name");
        }
        String encoding =
                headers.getOrDefault("content-transfer-encoding", "binary").toLowerCase(Locale.ROOT);
        if (!encoding.equals("binary") && !encoding.equals("8bit") && !encoding.equals("7bit")) {
            throw malformed("the part " + name + " has a Content-Transfer-Encoding, which is not supported");
        }
        Content content = new Content();
        open = content;
        return new Part(name, parameters.get("filename"), content);
    }

    private boolean startsWith(byte[] first) {
        for (int i = 0; i < first.length; i++) {
            if (first[i] != delimiter[i + 2]) {
                return false;
            }
        }
        return first.length == delimiter.length - 2;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = body.read();
            if (b < 0) {
                throw malformed("it ends too early");
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
            if (line.size() > LONGEST_HEADER) {
                throw malformed("a line of a part's header is too long");
            }
            if (line.size() == 2 && line.toString(StandardCharsets.ISO_8859_1).equals("--")) {
                return "--";
            }
        }
    }

    private static PlatformException malformed(String what) {
        return new PlatformException(
                Failure.INVALID_REQUEST, "The multipart/form-data body is malformed: " + what + ".");
    }

    /** The bytes up to the next delimiter, which is consumed. */
    private final class Content extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int count = 0;
            while (count < length) {
                int b = body.read();
                if (b < 0) {
                    throw malformed("it ends too early");
                }
                if (b == '\r') {
                    body.mark(delimiter.length);
                    if (isDelimiter()) {
                        ended = true;
                        return count == 0 ? -1 : count;
                    }
                    body.reset();
                }
                target[offset + count++] = (byte) b;
                if (b == '\n' && count > 0 && body.available() == 0) {
                    break;
                }
            }
            return count;
        }

        private boolean isDelimiter() throws IOException {
            for (int i = 1; i < delimiter.length; i++) {
                if (body.read() != (delimiter[i] & 0xFF)) {
                    return false;
                }
            }
            return true;
        }
    }
}
