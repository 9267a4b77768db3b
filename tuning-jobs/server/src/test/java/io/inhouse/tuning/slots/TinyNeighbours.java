package io.inhouse.tuning.slots;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.tuning.Neighbours;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Datasets server and model registry as far as a trainer's job touches them: a tiny random model that lies on the disk, rows,
 * and a registry that names an adapter by the files it is given.
 */
public final class TinyNeighbours implements QuarkusTestResourceLifecycleManager {
    static final String DATASET = "dsv-tiny";
    /** Two of its rows to train on exceed the model's context. */
    static final String TOO_LONG = "dsv-long";

    private static final String DIGEST = "sha256:" + "d".repeat(64);
    private static final Path MODEL = Path.of(
                    System.getProperty("repository.root", "../.."),
                    "services/shared/language-model/src/test/resources/golden/tiny-tied")
            .toAbsolutePath();
    private static final List<String> TRAIN = IntStream.range(0, 24)
            .mapToObj(i -> "{\"prompt\":\"a" + "b".repeat(i % 5) + "\",\"completion\":\"c" + "d".repeat(i % 3) + "\"}")
            .toList();
    private static final String LONG_ROW = "{\"prompt\":\"a\",\"completion\":\"" + "d".repeat(200) + "\"}";
    private static final List<String> TRAIN_LONG =
            List.of(TRAIN.get(0), TRAIN.get(1), LONG_ROW, TRAIN.get(2), LONG_ROW);
    private static final List<String> TEST = IntStream.range(1, 5)
            .mapToObj(i -> "{\"prompt\":\"b" + "a".repeat(i) + "\",\"completion\":\"c" + "d".repeat(i % 3) + "\"}")
            .toList();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", TinyNeighbours::answer);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("inhouse.datasets.url", url, "inhouse.registry.url", url);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.endsWith("/rows")) {
            List<String> rows = !exchange.getRequestURI().getQuery().contains("train")
                    ? TEST
                    : path.contains(TOO_LONG) ? TRAIN_LONG : TRAIN;
            exchange.getResponseHeaders().add("X-Inhouse-Rows", Integer.toString(rows.size()));
            exchange.getResponseHeaders().add("X-Inhouse-Digest", DIGEST);
            Neighbours.send(
                    exchange, 200, "application/x-ndjson", rows.stream().collect(Collectors.joining("\n", "", "\n")));
        } else if (path.endsWith("/rows/sample")) {
            exchange.getResponseHeaders().add("X-Inhouse-Rows", Integer.toString(TRAIN_LONG.size()));
            exchange.getResponseHeaders().add("X-Inhouse-Step", "2");
            Neighbours.send(
                    exchange,
                    200,
                    "application/x-ndjson",
                    TRAIN_LONG.stream().collect(Collectors.joining("\n", "", "\n")));
        } else if (path.endsWith("/rows/3")) {
            Neighbours.send(exchange, 200, "application/json", """
                    {"versionId":"dsv-tiny","number":3,"rows":28,"uploadId":"upl-1","masked":true,
                     "row":{"line":4,"split":"train","prompt":"a","completion":"b"}}""");
        } else if (path.endsWith("/rows/4")) {
            Neighbours.send(
                    exchange, 409, "application/problem+json", "{\"detail\":\"Version dsv-tiny is withdrawn.\"}");
        } else if (path.equals("/api/datasets/versions/" + DATASET)
                || path.equals("/api/datasets/versions/" + TOO_LONG)) {
            boolean tooLong = path.endsWith(TOO_LONG);
            Neighbours.send(exchange, 200, "application/json", """
                    {"id":"%s","datasetId":"ds-1","project":"demo","number":1,"state":"approved","heldOutFraction":0.1,
                     "seed":1,"actions":{},"recogniser":"r1","trainRows":%d,"testRows":%d,"setAsideRows":0,
                     "purposes":["support"],"digest":"%s","createdBy":"s","createdByName":"sara",
                     "createdAt":"2026-01-01T00:00:00Z"}""".formatted(
                    tooLong ? TOO_LONG : DATASET, tooLong ? TRAIN_LONG.size() : TRAIN.size(), TEST.size(), DIGEST));
        } else if (path.equals("/api/models/base/tiny")) {
            Neighbours.send(exchange, 200, "application/json", """
                    {"id":"model-1","name":"tiny","digest":"%s","architecture":"LlamaForCausalLM","parameters":1,
                     "licence":"MIT","source":"test","directory":"%s","files":[],
                     "registeredAt":"2026-01-01T00:00:00Z","registeredBy":"ada"}""".formatted("sha256:" + "b".repeat(64), MODEL));
        } else if (path.equals("/api/models/adapters")) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            Neighbours.send(exchange, 201, "application/json", """
                    {"id":"adp-1","project":"demo","suffix":"x","digest":"%s","state":"registered","rank":4,
                     "baseModel":"b","baseModelName":"tiny","job":"j","owner":"o","ownerName":"erik",
                     "datasetVersion":"%s","datasetDigest":"%s","purpose":"support","recipe":{},"evaluation":{},
                     "codeVersion":"1","files":[],"aliases":[],"registeredAt":"2026-01-01T00:00:00Z"}""".formatted(digest(type, body), DATASET, DIGEST));
        } else {
            Neighbours.send(exchange, 404, "application/problem+json", "{\"detail\":\"no such thing\"}");
        }
    }

    /** Of the two files in a multipart body, as the adapter format names them. */
    private static String digest(String contentType, byte[] body) throws IOException {
        String boundary = "--" + contentType.replaceAll(".*boundary=\"?([^\";]+).*", "$1");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "adapter");
        for (String name : List.of(AdapterDirectory.WEIGHTS, AdapterDirectory.CONFIG)) {
            int header = text.indexOf("name=\"" + name + "\"");
            int start = text.indexOf("\r\n\r\n", header) + 4;
            int end = text.indexOf("\r\n" + boundary, start);
            Files.write(directory.resolve(name), Arrays.copyOfRange(body, start, end));
        }
        return AdapterDigest.of(directory);
    }
}
