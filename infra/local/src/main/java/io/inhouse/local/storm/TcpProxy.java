package io.inhouse.local.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Passes a port of this machine on to another, and fails as networks do. */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 14;
    private static final int CONNECT_MILLIS = 3000;
    private static final long LOOK_AGAIN_MILLIS = 20;
    /** Each way, for each piece of up to {@value #BUFFER} bytes. */
    private static final long DELAY_MILLIS = 100;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FAIR;

    /** What becomes of the bytes. */
    enum Weather {
        FAIR,
        /** Connections are reset, new ones too. */
        CUT,
        /** Everything arrives late. */
        SLOW,
        /** Nothing arrives, and nobody is told. */
        SILENT
    }

    TcpProxy(int port, int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(local(port), 200);
        Thread.ofPlatform().daemon().name("proxy-" + port).start(this::accept);
    }

    void weather(Weather now) {
        weather = now;
        if (now == Weather.CUT) {
            open.forEach(TcpProxy::reset);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException closed) {
                // The loop's condition says whether to go on.
            }
        }
    }

    private void carry(Socket client) {
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try {
            if (weather == Weather.CUT) {
                return;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(local(target), CONNECT_MILLIS);
            Thread back = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException refused) {
            // The client is told by the reset below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reset(client);
            reset(server);
            open.remove(client);
            open.remove(server);
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (weather == Weather.SLOW) {
                    TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
                }
                while (weather == Weather.SILENT) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It is closed below either way.
        }
        try {
            socket.close();
        } catch (IOException gone) {
            // Nothing is left to close.
        }
    }

    private static InetSocketAddress local(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(TcpProxy::reset);
    }
}
