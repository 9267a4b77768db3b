import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

/** Listens where a name server would, answers nobody, and prints which names were asked for. Argument: address. */
final class NameServerSink {
    private static final int HEADER = 12;

    private NameServerSink() {}

    public static void main(String[] arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(
                new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral(arguments[0]), 53))) {
            System.out.println("listening");
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                System.out.println(question(packet.getData(), packet.getLength()));
            }
        }
    }

    /** The first name in a question (RFC 1035 section 4.1.2): labels with their lengths before them. */
    private static String question(byte[] message, int length) {
        StringBuilder name = new StringBuilder();
        for (int at = HEADER; at < length && message[at] > 0; at += message[at] + 1) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(message, at + 1, Math.min(message[at], length - at - 1), StandardCharsets.US_ASCII));
        }
        return name.toString();
    }
}
