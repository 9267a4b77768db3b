package io.inhouse.local.storm;

import io.inhouse.local.home.Ports;
import io.inhouse.local.processes.PortOwner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proxies through which our servers reach the parts of others, and each other. */
final class Network implements AutoCloseable {
    /** What is reached through a proxy. */
    static final List<String> PROXIED = List.of("postgresql", "kafka", "keycloak", "datasets", "registry");

    private final Map<String, TcpProxy> proxies = new LinkedHashMap<>();

    private Network() {}

    /** @throws IOException if a home was not made for a storm, or a port is taken */
    static Network open(Ports ports) throws IOException {
        Network network = new Network();
        for (String name : PROXIED) {
            if (ports.reach(name) == ports.of(name)) {
                network.close();
                throw new IOException("this home was not made for a storm: its servers reach " + name
                        + " directly. Name a new directory with --home.");
            }
            network.proxies.put(name, new TcpProxy(ports.reach(name), ports.of(name)));
        }
        return network;
    }

    /** Ports that are free now, for every part and every proxy. */
    static Ports freePorts() {
        return Ports.elsewhere(PROXIED.stream().map(name -> "via-" + name).toList(), PortOwner::isFree);
    }

    void weather(String to, TcpProxy.Weather weather) {
        TcpProxy proxy = proxies.get(to);
        if (proxy == null) {
            throw new IllegalArgumentException("there is no proxy to " + to);
        }
        proxy.weather(weather);
    }

    @Override
    public void close() throws IOException {
        for (TcpProxy proxy : proxies.values()) {
            proxy.close();
        }
    }
}
