package io.inhouse.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses are inside. By default: loopback (RFC 1122, RFC 4291), private IPv4 (RFC 1918) and unique local IPv6
 * (RFC 4193). Not inside, although no public host has them: shared address space (RFC 6598, it is the carrier's network
 * and not the organisation's), link-local (RFC 3927, RFC 4291: nothing of ours lives there, but the metadata service of
 * every cloud does), the unique local addresses that clouds gave to their own services, and multicast. The operator's
 * list comes before everything else.
 */
final class EgressRule {
    private static final List<AddressRange> INSIDE = AddressRange.all(
            "127.0.0.0/8",
            "::1/128",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",
            "0.0.0.0/32",
            "::/128");
    /** Services of Amazon, Google and Oracle beside the customer's machines. */
    private static final List<AddressRange> CLOUD_SERVICES =
            AddressRange.all("fd00:ec2::/32", "fd20:ce::/32", "fd00:c1::/32");

    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

    private final List<AddressRange> allowedRanges;
    private final Set<String> allowedNames;

    private EgressRule(List<AddressRange> allowedRanges, Set<String> allowedNames) {
        this.allowedRanges = List.copyOf(allowedRanges);
        this.allowedNames = Set.copyOf(allowedNames);
    }

    /**
     * @param allow the operator's list, separated by commas: names ({@code idp.example.org}), all names below one
     *     ({@code *.example.org}), addresses and ranges in CIDR notation
     * @throws IllegalArgumentException naming the part that is none of these
     */
    static EgressRule allowing(String allow) {
        List<AddressRange> ranges = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : allow.split(",")) {
            String entry = part.strip().toLowerCase(Locale.ROOT);
            if (entry.isEmpty()) {
                continue;
            }
            if (entry.indexOf('/') >= 0 || entry.indexOf(':') >= 0 || entry.matches("[0-9.]+")) {
                ranges.add(range(entry));
            } else if (NAME.matcher(entry).matches()) {
                names.add(entry);
            } else {
                throw wrong(entry, null);
            }
        }
        return new EgressRule(ranges, names);
    }

    private static AddressRange range(String entry) {
        try {
            return AddressRange.parse(entry);
        } catch (IllegalArgumentException e) {
            throw wrong(entry, e);
        }
    }

    private static IllegalArgumentException wrong(String entry, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                EgressGuard.SETTING + ": " + entry
                        + " is neither a host name, an address nor a range such as 10.0.0.0/8",
                cause);
    }

    boolean allows(InetAddress address) {
        return isIn(allowedRanges, address) || (isIn(INSIDE, address) && !isIn(CLOUD_SERVICES, address));
    }

    /** Whether the operator vouches for every address that this name has. */
    boolean allowsName(String name) {
        String host = name.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        if (allowedNames.contains(host)) {
            return true;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            if (allowedNames.contains("*" + host.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
