package io.inhouse.local.load;

import io.inhouse.local.people.Cast;
import io.inhouse.local.platform.Platform;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Streams of answers that all begin at the same moment, as an application would ask for them. */
public final class ChatLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Platform platform;
    private final String model;
    private final int tokens;

    /** @param tokens of an answer at most */
    public ChatLoad(Platform platform, String model, int tokens) {
        this.platform = platform;
        this.model = model;
        this.tokens = tokens;
    }

    /** One answer, so that the model is in memory. */
    public void warm() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            ChatStream.read(new Cast(platform, http, PATIENCE).application(), model, "Once upon a time", tokens);
        }
    }

    public ChatLoadReport run(int streams) throws InterruptedException {
        long before = memory();
        List<ChatStream> answers = Collections.synchronizedList(new ArrayList<>());
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> readers = new ArrayList<>();
        long begin = System.nanoTime();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < streams; i++) {
                String question = "Tell me about day " + i;
                readers.add(Thread.ofVirtual().start(() -> {
                    try {
                        ready.await();
                        answers.add(ChatStream.read(
                                new Cast(platform, http, PATIENCE).application(), model, question, tokens));
                    } catch (IOException | RuntimeException e) {
                        failures.add(String.valueOf(e.getMessage()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            ready.countDown();
            for (Thread reader : readers) {
                reader.join();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new ChatLoadReport(
                streams,
                List.copyOf(answers),
                List.copyOf(failures),
                seconds,
                before,
                memory(),
                platform.peakMemory("inference").orElse(0));
    }

    /** Proportional set size of the inference server, in bytes. */
    private long memory() {
        return platform.parts().stream()
                .filter(part -> part.name().equals("inference"))
                .flatMap(part -> platform.lifecycle().find(part).stream())
                .mapToLong(process -> platform.lifecycle().table().proportionalBytes(process.pid()))
                .sum();
    }
}
