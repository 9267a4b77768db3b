package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.client.Usage;
import io.inhouse.inference.recording.Answer;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events. While nothing comes, a comment is sent now and then: it keeps proxies from closing the
 * connection and finds out that nobody listens any more.
 */
final class AnswerStream implements StreamingOutput {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Answer answer;
    private final Dialect dialect;
    private final boolean includeUsage;
    private final ObjectMapper json;

    AnswerStream(Answer answer, Dialect dialect, boolean includeUsage, ObjectMapper json) {
        this.answer = answer;
        this.dialect = dialect;
        this.includeUsage = includeUsage;
        this.json = json;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try {
            for (Object opening : dialect.opening()) {
                send(out, json.writeValueAsString(opening));
            }
            boolean more = true;
            while (more) {
                more = tell(out, answer.next(SILENCE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel();
            throw new InterruptedIOException("the server is ending");
        } catch (IOException | RuntimeException e) {
            answer.cancel();
            throw e;
        }
    }

    /** @return whether more follows */
    private boolean tell(OutputStream out, Answer.@Nullable Event event) throws IOException {
        switch (event) {
            case null -> {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                return true;
            }
            case Answer.Text piece -> {
                send(out, json.writeValueAsString(dialect.piece(piece.text())));
                return true;
            }
            case Answer.Finished end -> {
                send(out, json.writeValueAsString(dialect.end(end.reason())));
                if (includeUsage) {
                    Usage usage = Usage.of(end.promptTokens(), end.completionTokens());
                    send(out, json.writeValueAsString(dialect.usage(usage)));
                }
                send(out, "[DONE]");
                return false;
            }
            case Answer.Failed failed -> {
                send(out, json.writeValueAsString(error(failed.failure())));
                return false;
            }
        }
    }

    /** The status has been sent, so a failure is an event, as in OpenAI's streams; no {@code [DONE]} follows. */
    private static Map<String, Object> error(PlatformException failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", failure.detail());
        error.put("type", "server_error");
        error.put("param", null);
        error.put("code", failure.failure().code());
        return Map.of("error", error);
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
