package io.inhouse.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Cosigner;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A witness in memory that can be switched off; the real one has its own module and tests. */
final class TestWitness implements AutoCloseable {
    final Cosigner key;
    final String url;
    private final HttpServer server;
    volatile boolean on = true;
    /** What it answers as its size, whatever it is asked. */
    volatile @Nullable String claimed;
    /** Smaller heads it has passed. */
    volatile long passed;

    final AtomicInteger asked = new AtomicInteger();
    volatile long size;
    private volatile @Nullable Hash root;

    TestWitness(String name, int seed) throws IOException {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        key = Cosigner.ed25519(name, bytes);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/w";
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int split = body.indexOf("\n\n");
        List<String> lines = body.substring(0, split).lines().toList();
        Checkpoint head =
                Checkpoint.parse(SignedNote.parse(body.substring(split + 2)).text());
        long old = Long.parseLong(lines.getFirst().substring(4));
        List<Hash> proof =
                lines.subList(1, lines.size()).stream().map(Hash::parse).toList();
        Hash last = root;
        String claim = claimed;
        asked.incrementAndGet();
        if (claim != null || head.size() < passed) {
            send(exchange, 409, (claim == null ? passed : claim) + "\n");
        } else if (!on) {
            send(exchange, 503, "off");
        } else if (old != size) {
            send(exchange, 409, size + "\n");
        } else if (old > 0 && last != null && !Proofs.consistent(old, head.size(), proof, last, head.root())) {
            send(exchange, 422, "no");
        } else {
            size = head.size();
            root = head.root();
            send(exchange, 200, key.cosign(head.text(), 1_700_000_000).line() + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
