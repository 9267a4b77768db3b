package io.inhouse.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The guard's name lookup in this JVM, over a table instead of a name server. */
public final class KnownNames extends InetAddressResolverProvider {
    private static final Map<String, List<String>> NAMES = Map.of(
            "localhost", List.of("127.0.0.1"),
            "public.example", List.of("203.0.113.7"),
            "metadata.example", List.of("169.254.169.254"),
            "allowed.example", List.of("203.0.113.8"),
            "private.example", List.of("10.1.2.3"),
            "both.example", List.of("203.0.113.9", "10.1.2.4"));

    @Override
    public String name() {
        return "known names";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return GuardedNames.over(new Table());
    }

    private static final class Table implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            List<String> addresses = NAMES.get(host);
            if (addresses == null) {
                throw new UnknownHostException(host);
            }
            return addresses.stream().map(InetAddress::ofLiteral);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw new UnknownHostException("no name");
        }
    }
}
