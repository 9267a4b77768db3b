package io.inhouse.local.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.local.home.Ports;
import io.inhouse.local.processes.PortOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private final ServerSocket echo = listening();
    private final int port = Ports.elsewhere(List.of(), PortOwner::isFree).of(Ports.DOOR);
    private final TcpProxy proxy = proxy(port, echo.getLocalPort());

    @BeforeEach
    void echoEverything() {
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket client = echo.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException closed) {
                    // The loop's condition says whether to go on.
                }
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        echo.close();
    }

    @Test
    void inFairWeatherBytesPassBothWays() throws Exception {
        try (Socket client = connect()) {
            assertThat(ask(client)).isEqualTo(42);
        }
    }

    @Test
    void aCutResetsWhatIsOpenAndWhatIsNew() throws Exception {
        try (Socket open = connect()) {
            assertThat(ask(open)).isEqualTo(42);

            proxy.weather(TcpProxy.Weather.CUT);

            assertThatThrownBy(() -> answered(open)).isInstanceOf(IOException.class);
            try (Socket later = connect()) {
                assertThatThrownBy(() -> answered(later)).isInstanceOf(IOException.class);
            }
        }
        proxy.weather(TcpProxy.Weather.FAIR);
        try (Socket again = connect()) {
            assertThat(ask(again)).isEqualTo(42);
        }
    }

    @Test
    void whatIsSentInSilenceArrivesAfterIt() throws Exception {
        try (Socket client = connect()) {
            proxy.weather(TcpProxy.Weather.SILENT);
            client.setSoTimeout(200);
            assertThatThrownBy(() -> ask(client)).isInstanceOf(SocketTimeoutException.class);

            proxy.weather(TcpProxy.Weather.FAIR);

            client.setSoTimeout(60_000);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException reset) {
            // The next one may fare better.
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static int ask(Socket socket) throws IOException {
        socket.getOutputStream().write(42);
        return socket.getInputStream().read();
    }

    /** Fails also where the connection was closed in good order. */
    private static void answered(Socket socket) throws IOException {
        if (ask(socket) != 42) {
            throw new IOException("closed");
        }
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TcpProxy proxy(int port, int target) {
        try {
            return new TcpProxy(port, target);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
