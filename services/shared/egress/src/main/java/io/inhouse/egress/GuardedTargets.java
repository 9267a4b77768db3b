package io.inhouse.egress;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Sees where {@code java.net.Socket}, {@code HttpURLConnection} and {@code java.net.http.HttpClient} are about to connect,
 * literal addresses too, because they ask for a proxy first. There is never one: a proxy would be a way around.
 */
final class GuardedTargets extends ProxySelector {
    private final EgressGuard guard;

    GuardedTargets(EgressGuard guard) {
        this.guard = guard;
    }

    @Override
    public List<Proxy> select(URI target) {
        if (target.getHost() != null) {
            guard.check(target.getHost());
        }
        return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // No proxy is ever given out.
    }
}
