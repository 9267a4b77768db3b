package io.inhouse.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one class that every outgoing connection of this process passes: it lets loopback, private and allowed addresses
 * through and refuses all others. {@link #install} puts it under the JDK's name lookup and its clients; the hook for
 * Vert.x is found by Vert.x itself. What it does not see: native code, child processes, and code that opens a
 * {@code SocketChannel} to a literal address by itself.
 *
 * <p>The rule is read once, from {@value #SETTING} or {@value #VARIABLE}: it is in force before any configuration is.
 */
public final class EgressGuard {
    public static final String SETTING = "inhouse.egress.allow";
    public static final String VARIABLE = "INHOUSE_EGRESS_ALLOW";

    private static final System.Logger LOG = System.getLogger(EgressGuard.class.getName());
    private static final int REMEMBERED = 1000;
    private static final long TELL_AGAIN_AFTER = TimeUnit.MINUTES.toNanos(1);
    private static final EgressGuard OF_THIS_PROCESS = new EgressGuard(EgressRule.allowing(setting()));

    private final EgressRule rule;
    /** Addresses that allowed names stand for. */
    private final Set<InetAddress> vouchedFor = ConcurrentHashMap.newKeySet();

    private final List<Consumer<Refusal>> listeners = new CopyOnWriteArrayList<>();
    /** By host, oldest first; guarded by itself. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    private record Told(Refusal refusal, long at) {}

    EgressGuard(EgressRule rule) {
        this.rule = rule;
    }

    public static EgressGuard ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Puts the guard under everything in this JVM that opens connections. The first thing a program of ours does.
     *
     * @throws IllegalStateException if the JDK looks names up without the guard
     */
    public static void install() {
        ProxySelector.setDefault(new GuardedTargets(OF_THIS_PROCESS));
        // Vert.x's own resolver would ask name servers directly.
        System.setProperty("vertx.disableDnsResolver", "true");
        try {
            // The JDK chooses its resolver at the first lookup and keeps it.
            InetAddress.getByName("localhost");
        } catch (UnknownHostException e) {
            LOG.log(System.Logger.Level.WARNING, "localhost has no address on this machine");
        }
        if (!GuardedNames.areInForce()) {
            throw new IllegalStateException("This process looks names up without the egress guard. Either"
                    + " jdk.net.hosts.file is set, which switches the guard off, or another InetAddressResolverProvider"
                    + " stands before it on the class path.");
        }
    }

    /** @throws EgressRefusedException if the address is outside */
    public void check(InetAddress address) {
        if (!isInside(address)) {
            throw refuse(address.getHostAddress(), List.of(address));
        }
    }

    /**
     * Checks where a connection goes; what is no internet address (a socket in the file system) stays on this machine.
     *
     * @throws EgressRefusedException if the address is outside
     */
    public void check(SocketAddress target) {
        if (target instanceof InetSocketAddress internet) {
            InetAddress address = internet.getAddress();
            if (address == null) {
                check(internet.getHostString());
            } else {
                check(address);
            }
        }
    }

    /**
     * Checks an address, or a name by looking it up. A name that is unknown passes: there is nothing to connect to.
     *
     * @throws EgressRefusedException if the address is, or all of the name's addresses are, outside
     */
    public void check(String host) {
        InetAddress literal = literal(host);
        if (literal != null) {
            check(literal);
            return;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                check(address);
            }
        } catch (UnknownHostException e) {
            // The JDK remembers that a lookup failed, but not why.
            Told before = remembered(host);
            if (before != null) {
                throw new EgressRefusedException(before.refusal);
            }
        }
    }

    /**
     * What is left of a name's addresses when those outside are taken away.
     *
     * @throws EgressRefusedException if nothing is left
     */
    List<InetAddress> inside(String host, List<InetAddress> addresses) {
        if (rule.allowsName(host)) {
            if (vouchedFor.size() < REMEMBERED) {
                vouchedFor.addAll(addresses);
            }
            return addresses;
        }
        List<InetAddress> inside = new ArrayList<>(addresses);
        inside.removeIf(address -> !isInside(address));
        if (inside.isEmpty() && !addresses.isEmpty()) {
            throw refuse(host, addresses);
        }
        return inside;
    }

    /**
     * Tells {@code listener} of every refusal, also of those before now; the same host at most once a minute. It must
     * return at once.
     */
    public void onRefusal(Consumer<Refusal> listener) {
        List<Refusal> before;
        synchronized (told) {
            listeners.add(listener);
            before = told.values().stream().map(Told::refusal).toList();
        }
        before.forEach(listener);
    }

    private boolean isInside(InetAddress address) {
        return rule.allows(address) || vouchedFor.contains(address) || isOfThisMachine(address);
    }

    /** A packet to an address of this machine never leaves it, whatever the address. */
    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return !address.isLinkLocalAddress() && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private EgressRefusedException refuse(String host, List<InetAddress> addresses) {
        Refusal refusal = new Refusal(
                host, addresses.stream().map(InetAddress::getHostAddress).toList());
        if (isNews(refusal)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connection refused by the egress guard host={0} addresses={1} setting={2}",
                    printable(host),
                    refusal.addresses(),
                    SETTING);
            listeners.forEach(listener -> listener.accept(refusal));
        }
        return new EgressRefusedException(refusal);
    }

    private boolean isNews(Refusal refusal) {
        long now = System.nanoTime();
        synchronized (told) {
            Told before = told.get(refusal.host());
            if (before != null && now - before.at < TELL_AGAIN_AFTER) {
                return false;
            }
            told.remove(refusal.host());
            told.put(refusal.host(), new Told(refusal, now));
            if (told.size() > REMEMBERED) {
                told.remove(told.keySet().iterator().next());
            }
            return true;
        }
    }

    private @Nullable Told remembered(String host) {
        synchronized (told) {
            return told.get(host);
        }
    }

    private static @Nullable InetAddress literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** What a stranger may have chosen goes into the log without line breaks and other surprises. */
    private static String printable(String text) {
        return text.replaceAll("[^A-Za-z0-9.:_-]", "?");
    }

    private static String setting() {
        String property = System.getProperty(SETTING);
        String variable = System.getenv(VARIABLE);
        return property != null ? property : variable != null ? variable : "";
    }
}
