package io.inhouse.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody used a moment ago. They lie below those that Linux gives to outgoing connections: of these, any
 * connection could have taken one before its server is there, or while the server is down, even the one that looks for it.
 */
public final class FreePorts {
    private static final int LOWEST = 18_000;
    private static final int HIGHEST = 30_000;

    private FreePorts() {}

    /** Never the same one twice in this JVM. */
    public static int take() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && JvmWide.count("port." + port) == 1) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
