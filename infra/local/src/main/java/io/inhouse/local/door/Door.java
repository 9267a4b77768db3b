package io.inhouse.local.door;

import io.inhouse.egress.EgressGuard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The platform's one origin on this machine: takes every request on 127.0.0.1 and passes it to the server that the
 * route table names. Bodies are passed on as they come, in both directions. Arguments: {@code name=port} for the door
 * and each server.
 */
public final class Door {
    private static final int CONNECTIONS_PER_SERVER = 256;

    private final Routes routes;
    private final Map<String, Integer> ports;
    private final String authority;
    private final Set<String> ownNames;
    private final HttpProxy proxy;

    private Door(Vertx vertx, Routes routes, Map<String, Integer> ports) {
        this.routes = routes;
        this.ports = ports;
        int port = portOf("door");
        this.authority = "localhost:" + port;
        this.ownNames = Set.of(authority, "127.0.0.1:" + port);
        // No idle timeout: a stream of events may be silent for minutes.
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_PER_SERVER)
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(5))
                .setKeepAliveTimeout(30));
        this.proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(io.vertx.httpproxy.OriginRequestProvider.selector(this::server))
                .addInterceptor(new ForwardedHeaders());
    }

    public static void main(String[] arguments) throws Exception {
        EgressGuard.install();
        Map<String, Integer> ports = new HashMap<>();
        for (String argument : arguments) {
            String[] words = argument.split("=", 2);
            ports.put(words[0], Integer.parseInt(words[1]));
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        new Door(vertx, Routes.ofThisPlatform(), ports).open(vertx);
    }

    /** Starts a door on a thread of Vert.x; returns the port it listens on. */
    static int open(Vertx vertx, Routes routes, Map<String, Integer> ports) throws IOException {
        return new Door(vertx, routes, ports).open(vertx);
    }

    private int open(Vertx vertx) throws IOException {
        CountDownLatch listening = new CountDownLatch(1);
        var server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(portOf("door"))
                        .setMaxHeaderSize(32 * 1024)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle)
                .listen()
                .onComplete(ignored -> listening.countDown());
        try {
            listening.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server.failed()) {
            throw new IOException("the door cannot open port " + portOf("door"), server.cause());
        }
        return server.result().actualPort();
    }

    private void handle(HttpServerRequest request) {
        HostAndPort host = request.authority();
        // A page of another origin must not reach the platform by letting its own name point to 127.0.0.1.
        if (host == null || !ownNames.contains(host.host() + ":" + host.port())) {
            refuse(request, 421, "misdirected", "This door answers for " + authority + " only.");
        } else if (routes.serverFor(request.path() == null ? "" : request.path())
                .isEmpty()) {
            refuse(request, 404, "not-found", "Nothing is served at this address.");
        } else {
            proxy.handle(request);
        }
    }

    private static void refuse(HttpServerRequest request, int status, String code, String detail) {
        Refusal refusal = new Refusal(status, code, detail);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Refusal.PROBLEM)
                .end(refusal.problem());
    }

    /** What the client gets when a server is away, or goes away before it has answered. */
    private ProxyResponse unanswered(ProxyContext context, Throwable why) {
        String path =
                Optional.ofNullable(context.request().proxiedRequest().path()).orElse("");
        Refusal refusal = Refusal.of(why, routes.serverFor(path).orElse(""));
        String type = Refusal.mediaType(path);
        return context.request()
                .release()
                .response()
                .setStatusCode(refusal.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(Refusal.RETRY_AFTER_SECONDS))
                .setBody(Body.body(Buffer.buffer(refusal.render(path))));
    }

    private Future<SocketAddress> server(ProxyContext context) {
        Optional<String> server = routes.serverFor(
                Optional.ofNullable(context.request().proxiedRequest().path()).orElse(""));
        return server.map(name -> Future.succeededFuture(SocketAddress.inetSocketAddress(portOf(name), "127.0.0.1")))
                .orElseGet(() -> Future.failedFuture("no route"));
    }

    private int portOf(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("the door was not told the port of " + name);
        }
        return port;
    }

    /** Says to the servers how they were addressed; what a client claims about that is dropped. */
    private final class ForwardedHeaders implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            request.headers().remove("Forwarded");
            request.headers().set("X-Forwarded-Host", authority);
            request.headers().set("X-Forwarded-Port", Integer.toString(portOf("door")));
            request.headers().set("X-Forwarded-Proto", "http");
            request.headers()
                    .set(
                            "X-Forwarded-For",
                            request.proxiedRequest().remoteAddress().hostAddress());
            request.headers().remove("X-Forwarded-Prefix");
            return context.sendRequest().recover(why -> Future.succeededFuture(unanswered(context, why)));
        }
    }
}
