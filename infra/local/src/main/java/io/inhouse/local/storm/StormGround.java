package io.inhouse.local.storm;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Ports;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What has to be laid under a home before its platform starts, so that faults can be made: proxies between the parts, and
 * small disks. Closing it takes both away; the platform must have been stopped.
 */
public final class StormGround implements AutoCloseable {
    private final Network network;
    private final Disks disks;
    private final Thread atExit = new Thread(this::closeQuietly, "storm-ground");
    private volatile Runnable beforeExit = () -> {};

    private StormGround(Network network, Disks disks) {
        this.network = network;
        this.disks = disks;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes a new home for a storm, or takes one that was made so before.
     *
     * @param tell is told what cannot be done here, and why
     * @throws IOException if the home belongs to a platform that was not made for a storm
     */
    public static StormGround lay(Home home, Consumer<String> tell) throws IOException {
        home.create();
        Ports ports = Ports.read(home);
        if (ports == null) {
            ports = Network.freePorts();
            ports.write(home);
        }
        Network network = Network.open(ports);
        try {
            return new StormGround(network, Disks.of(home, tell));
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    /** Resets every connection from our servers to a part, and new ones, until {@link #mend}. */
    public void cut(String part) {
        network.weather(part, TcpProxy.Weather.CUT);
    }

    public void mend(String part) {
        network.weather(part, TcpProxy.Weather.FAIR);
    }

    /** If somebody ends this process: what has to stop first, so that nothing is left behind. */
    public void onExit(Runnable stop) {
        beforeExit = stop;
    }

    Network network() {
        return network;
    }

    Disks disks() {
        return disks;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // It is running already.
        }
        network.close();
        disks.close();
    }

    private void closeQuietly() {
        try {
            beforeExit.run();
            network.close();
            disks.close();
        } catch (IOException busy) {
            // Something still runs there; `down` and `umount` are left to the person who stopped the storm.
        }
    }
}
