package io.inhouse.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {
    private static final int SAMPLES = 50_000;

    private final EgressRule byDefault = EgressRule.allowing("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.0",
                "192.168.255.255",
                "::1",
                "fc00::1",
                "fdff:ffff::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "::"
            })
    void lets_loopback_and_private_addresses_through(String address) {
        assertThat(byDefault.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "128.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "203.0.113.7",
                "8.8.8.8",
                "224.0.0.1",
                "255.255.255.255",
                "0.0.0.1",
                "fbff::1",
                "fe00::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "2606:4700::1111",
                "::ffff:8.8.8.8",
                "::8.8.8.8",
                "::10.0.0.1",
                "64:ff9b::10.0.0.1",
                "2002:a00:1::",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe"
            })
    void refuses_everything_else(String address) {
        assertThat(byDefault.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void agrees_with_the_jdk_about_random_ipv4_addresses_also_when_they_come_inside_ipv6_ones() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < SAMPLES; i++) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                bytes[0] = new byte[] {10, 127, (byte) 172, (byte) 192, (byte) 169, 100, 0}[random.nextInt(7)];
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            boolean inside = address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isAnyLocalAddress();

            assertThat(byDefault.allows(address)).as(address.toString()).isEqualTo(inside);
            assertThat(byDefault.allows(mapped(bytes))).as("mapped " + address).isEqualTo(inside);
        }
    }

    @Test
    void lets_of_random_ipv6_addresses_only_unique_local_ones_through() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < SAMPLES; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                bytes[0] = (byte) (0xf8 + random.nextInt(8));
            }
            boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;

            assertThat(byDefault.allows(InetAddress.getByAddress(bytes))).isEqualTo(uniqueLocal);
        }
    }

    @Test
    void lets_through_what_the_operator_allows_and_its_neighbours_not() {
        EgressRule rule =
                EgressRule.allowing(" 203.0.113.0/28 ,100.64.0.0/10,2001:db8::/33, 198.51.100.7, fd00:ec2::254,");

        assertThat(rule.allows(InetAddress.ofLiteral("203.0.113.15"))).isTrue();
        assertThat(rule.allows(InetAddress.ofLiteral("203.0.113.16"))).isFalse();
        assertThat(rule.allows(InetAddress.ofLiteral("100.127.255.255"))).isTrue();
        assertThat(rule.allows(InetAddress.ofLiteral("2001:db8:7fff::1"))).isTrue();
        assertThat(rule.allows(InetAddress.ofLiteral("2001:db8:8000::1"))).isFalse();
        assertThat(rule.allows(InetAddress.ofLiteral("198.51.100.7"))).isTrue();
        assertThat(rule.allows(InetAddress.ofLiteral("198.51.100.8"))).isFalse();
        assertThat(rule.allows(InetAddress.ofLiteral("fd00:ec2::254"))).isTrue();
    }

    @Test
    void knows_allowed_names_whatever_their_case_and_below_a_star_only_what_is_below() {
        EgressRule rule = EgressRule.allowing("idp.example.org,*.Internal.example");

        assertThat(rule.allowsName("IDP.example.org.")).isTrue();
        assertThat(rule.allowsName("db.internal.example")).isTrue();
        assertThat(rule.allowsName("a.b.internal.example")).isTrue();
        assertThat(rule.allowsName("internal.example")).isFalse();
        assertThat(rule.allowsName("evilinternal.example")).isFalse();
        assertThat(rule.allowsName("idp.example.org.evil.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/x", "300.1.1.1", "http://example.org", "a b", "*"})
    void refuses_a_list_it_does_not_understand(String list) {
        assertThatThrownBy(() -> EgressRule.allowing(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inhouse.egress.allow");
    }

    private static InetAddress mapped(byte[] ipv4) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4, 0, bytes, 12, 4);
        // The only way to an address that the JDK has not turned into an IPv4 one already.
        return Inet6Address.getByAddress(null, bytes, -1);
    }
}
