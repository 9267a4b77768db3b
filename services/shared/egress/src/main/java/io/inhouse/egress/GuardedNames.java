package io.inhouse.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JDK's name lookup without addresses outside: every client that asks the JDK for an address (JDBC, Kafka, HTTP
 * clients, Netty) gets those it may connect to. Found by the JDK through its service file.
 */
public final class GuardedNames extends InetAddressResolverProvider {
    /** A property of the whole JVM, because several class loaders may have loaded this class. */
    private static final String IN_FORCE = "inhouse.egress.names-guarded";

    static boolean areInForce() {
        return Boolean.getBoolean(IN_FORCE);
    }

    @Override
    public String name() {
        return "Inhouse egress guard";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return over(configuration.builtinResolver());
    }

    static InetAddressResolver over(InetAddressResolver builtin) {
        System.setProperty(IN_FORCE, "true");
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                List<InetAddress> addresses = builtin.lookupByName(host, policy).toList();
                try {
                    return EgressGuard.ofThisProcess().inside(host, addresses).stream();
                } catch (EgressRefusedException e) {
                    UnknownHostException refused = new UnknownHostException(e.getMessage());
                    refused.initCause(e);
                    throw refused;
                }
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }
}
