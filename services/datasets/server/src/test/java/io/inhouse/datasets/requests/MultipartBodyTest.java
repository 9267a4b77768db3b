package io.inhouse.datasets.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";

    private static MultipartBody body(String text) {
        return new MultipartBody(TYPE, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> read(String text) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        MultipartBody body = body(text);
        for (MultipartBody.Part part = body.next(); part != null; part = body.next()) {
            parts.put(
                    part.name() + "/" + part.filename(),
                    new String(part.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        return parts;
    }

    private static String part(String disposition, String content) {
        return "--xyz\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    @Test
    void readsFieldsAndFilesInTheirOrder() throws IOException {
        assertThat(read(part("name=\"purpose\"", "fine-tune")
                        + part("name=\"file\"; filename=\"a \\\"b\\\".jsonl\"", "{}\n") + "--xyz--\r\n"))
                .containsExactly(Map.entry("purpose/null", "fine-tune"), Map.entry("file/a \"b\".jsonl", "{}\n"));
    }

    @Test
    void contentMayLookAlmostLikeABoundary() throws IOException {
        String content = "\r\n--xy\r\n-\r\r\n\r\n--x\r";

        assertThat(read(part("name=\"file\"", content) + "--xyz--")).containsExactly(Map.entry("file/null", content));
    }

    @Test
    void aPreambleIsSkipped() throws IOException {
        assertThat(read("ignore me\r\n" + part("name=\"a\"", "b") + "--xyz--"))
                .containsExactly(Map.entry("a/null", "b"));
    }

    @Test
    void anUnreadPartIsSkipped() throws IOException {
        MultipartBody body = body(part("name=\"a\"", "x".repeat(200_000)) + part("name=\"b\"", "c") + "--xyz--");
        assertThat(body.next()).isNotNull();

        MultipartBody.Part second = body.next();

        assertThat(second).isNotNull().extracting(MultipartBody.Part::name).isEqualTo("b");
        assertThat(body.next()).isNull();
    }

    @Test
    void aLargePartIsReadWhole() throws IOException {
        String content = "line\r\n".repeat(100_000);

        assertThat(read(part("name=\"file\"", content) + "--xyz--").get("file/null"))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--xyz",
                "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off",
                "--xyz\r\nno colon\r\n\r\n",
                "--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--",
            })
    void refusesWhatIsMalformed(String text) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining("malformed");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "multipart/form-data"})
    void refusesATypeWithoutBoundary(@Nullable String type) {
        assertThatThrownBy(() -> new MultipartBody(type, new ByteArrayInputStream(new byte[0])))
                .hasMessageContaining("boundary");
    }
}
