package io.inhouse.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A block of addresses in CIDR notation (RFC 4632; RFC 4291 section 2.3). IPv4 addresses inside IPv6 ones (mapped,
 * {@code ::ffff:0:0/96}) count as what they are: IPv4 addresses.
 */
final class AddressRange {
    private static final int IPV4_BYTES = 4;

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * @param text {@code 10.0.0.0/8}, {@code fc00::/7}, or one address
     * @throws IllegalArgumentException saying what is wrong
     */
    static AddressRange parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] network = bytes(InetAddress.ofLiteral(parts[0]));
        int bits = network.length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the prefix length of " + text + " is not between 0 and " + bits);
        }
        return new AddressRange(network, prefix);
    }

    static List<AddressRange> all(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }

    boolean contains(InetAddress address) {
        byte[] candidate = bytes(address);
        if (candidate.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((candidate[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isMapped(bytes) ? Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length) : bytes;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length == IPV4_BYTES) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }
}
