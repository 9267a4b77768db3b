package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.Outcome;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.ledger.bundle.BundleFormat;
import io.inhouse.local.home.Ports;
import io.inhouse.local.people.Session;
import io.inhouse.local.software.Program;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The log, exported piece after piece as an officer exports it, verified, and counted. */
final class LogCopy {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Notebook notebook;
    private final CompactRange tree = new CompactRange();
    /** Of the log's beginnings, by their size from 0. */
    private final List<Hash> roots = new ArrayList<>();

    private @Nullable Hash lastLeaf;
    /** Entries of successful actions by type and object. */
    private final Map<String, Integer> successes = new HashMap<>();

    /** Ends that are recorded, by the answer's id; 0 for a question that has none. */
    private final Map<String, Integer> endsOfAnswers = new HashMap<>();

    LogCopy(Notebook notebook) {
        this.notebook = notebook;
        roots.add(tree.root());
    }

    /**
     * Waits until nothing recorded is left to be logged, at most {@code patience}.
     *
     * @return what still waited at the end, empty if nothing did
     */
    static String awaitEverythingLogged(HttpClient http, Ports ports, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            StringBuilder waiting = new StringBuilder();
            for (String server : Program.servers()) {
                if (!server.equals("portal")) {
                    waiting.append(backlog(http, ports.of(server), server));
                }
            }
            if (waiting.isEmpty() || System.nanoTime() > deadline) {
                return waiting.toString();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static String backlog(HttpClient http, int port, String server) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            JsonNode health =
                    JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
            for (JsonNode check : health.path("checks")) {
                if (check.path("name").asText().equals("recording")) {
                    long entries = check.path("data").path("backlog").asLong();
                    return entries == 0 ? "" : server + " has " + entries + " entries; ";
                }
            }
            return server + " does not say how many entries wait; ";
        } catch (IOException e) {
            return server + " does not answer; ";
        }
    }

    /**
     * Exports what came after the last piece, verifies it against the key from outside, and reads. What does not hold goes into
     * the notebook.
     */
    void goOn(Session officer, Path file, VerifierKey key) throws IOException, InterruptedException {
        // The last known entry is fetched again: there is always one to begin with, and it must be the same.
        long from = Math.max(0, tree.size() - 1);
        officer.download(
                "/api/audit/bundles", Map.of("reason", "after a storm", "openContents", false, "from", from), file);
        Report report = BundleVerifier.verify(file, key, null);
        if (report.verdict() != Verdict.VERIFIED) {
            notebook.wrong("the bundle does not verify: " + report.problems());
        }
        try (ZipFile zip = new ZipFile(file.toFile());
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        zip.getInputStream(zip.getEntry(BundleFormat.LEAVES)), StandardCharsets.UTF_8))) {
            if (lastLeaf != null) {
                String known = lines.readLine();
                if (known == null
                        || !Hash.ofLeaf(known.getBytes(StandardCharsets.UTF_8)).equals(lastLeaf)) {
                    notebook.wrong("entry " + from + " is not the one that was exported before");
                }
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void add(byte[] bytes) {
        Hash hash = Hash.ofLeaf(bytes);
        lastLeaf = hash;
        tree.append(hash);
        roots.add(tree.root());
        Leaf leaf = Leaf.parse(bytes);
        for (ObjectReference object : leaf.objects()) {
            if (object.kind().equals("answer")) {
                endsOfAnswers.merge(object.id(), leaf.type().equals("inference.response") ? 1 : 0, Integer::sum);
            }
        }
        if (leaf.outcome() == Outcome.SUCCESS) {
            for (ObjectReference object : leaf.objects()) {
                successes.merge(leaf.type() + " " + object.id(), 1, Integer::sum);
            }
        }
    }

    /** How many entries. */
    int size() {
        return Math.toIntExact(tree.size());
    }

    List<Hash> roots() {
        return Collections.unmodifiableList(roots);
    }

    /** Questions that were recorded and have no recorded end, or more than one. */
    List<String> answersWithoutOneEnd() {
        return endsOfAnswers.entrySet().stream()
                .filter(answer -> answer.getValue() != 1)
                .map(answer -> answer.getKey() + " has " + answer.getValue() + " ends")
                .toList();
    }

    /** How many entries say that this succeeded for that object. */
    int times(String type, String object) {
        return successes.getOrDefault(type + " " + object, 0);
    }
}
