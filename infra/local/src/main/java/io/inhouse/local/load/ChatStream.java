package io.inhouse.local.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.people.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One streamed answer as its reader saw it.
 *
 * @param firstNanos from sending the question to the first piece of text
 * @param gapNanos between two pieces that follow each other; a piece holds the tokens of up to a tenth of a second
 * @param perTokenNanos from the first piece to the last, over the tokens but the first; 0 for an answer of one token
 */
public record ChatStream(long firstNanos, List<Long> gapNanos, long perTokenNanos) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    /** @throws IOException if the stream is refused, fails or breaks off */
    static ChatStream read(Session application, String model, String question, int tokens)
            throws IOException, InterruptedException {
        long sent = System.nanoTime();
        HttpResponse<InputStream> response = application.open(
                "/v1/chat/completions",
                Map.of(
                        "model",
                        model,
                        "messages",
                        List.of(Map.of("role", "user", "content", question)),
                        "max_tokens",
                        tokens,
                        "temperature",
                        0,
                        "stream",
                        true,
                        "stream_options",
                        Map.of("include_usage", true)));
        List<Long> arrivals = new ArrayList<>();
        long completionTokens = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(DATA + "[DONE]")) {
                    return of(sent, arrivals, completionTokens);
                }
                if (!line.startsWith(DATA)) {
                    continue;
                }
                JsonNode chunk = JSON.readTree(line.substring(DATA.length()));
                if (chunk.has("error")) {
                    throw new IOException("the stream ended with " + chunk.path("error"));
                }
                completionTokens = Math.max(
                        completionTokens,
                        chunk.path("usage").path("completion_tokens").asLong());
                if (!chunk.at("/choices/0/delta/content").asText().isEmpty()) {
                    arrivals.add(System.nanoTime());
                }
            }
        }
        throw new IOException("the stream broke off");
    }

    private static ChatStream of(long sent, List<Long> arrivals, long tokens) {
        if (arrivals.isEmpty()) {
            // The model ended its answer at once; its reader waited until now to learn that.
            return new ChatStream(System.nanoTime() - sent, List.of(), 0);
        }
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < arrivals.size(); i++) {
            gaps.add(arrivals.get(i) - arrivals.get(i - 1));
        }
        long whole = arrivals.getLast() - arrivals.getFirst();
        return new ChatStream(arrivals.getFirst() - sent, gaps, tokens > 1 ? whole / (tokens - 1) : 0);
    }
}
