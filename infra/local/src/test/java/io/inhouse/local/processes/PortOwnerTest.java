package io.inhouse.local.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    @Test
    void namesTheProcessThatListens() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String owner = PortOwner.ofThisMachine().describe(socket.getLocalPort());

            assertThat(owner).contains("(pid " + ProcessHandle.current().pid() + ")");
            assertThat(PortOwner.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
