package io.tutti.egress;

import io.tutti.home.WrongSetting;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Says which hosts may be connected to, and at which addresses. Immutable. */
final class EgressRules {

    static final String HOSTS = "tutti.egress.hosts";
    static final String ADDRESSES = "tutti.egress.addresses";

    /** An address of version 4, in the one form that everybody reads alike. */
    static final String DOTTED = "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}";

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    /**
     * Addresses that no other machine has, that lead to everybody, or that clouds give to their metadata services (Amazon,
     * Google and Azure at 169.254.169.254, Amazon at fd00:ec2::254, Alibaba at 100.100.100.200, Oracle at 192.0.0.192);
     * 64:ff9b::/96 wraps any address of version 4 (RFC 6052).
     */
    private static final List<String> SPECIAL = List.of(
            "0.0.0.0/8",
            "100.100.100.200/32",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "64:ff9b::/96",
            "fd00:ec2::254/128",
            "fe80::/10",
            "ff00::/8");

    /** Of networks that a stranger has no business in, and those that wrap any address of version 4 (RFC 3056, RFC 4380). */
    private static final List<String> INSIDE = List.of(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "2001::/32",
            "2002::/16",
            "fc00::/7",
            "fec0::/10");

    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|[0-9a-f:]*:[0-9a-f:.]*");

    private static final Pattern RANGE = Pattern.compile("(" + DOTTED + "|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

    private final List<String> hosts;
    private final List<IpAddressMatcher> permitted;
    private final List<IpAddressMatcher> loopback = matchers(LOOPBACK);
    private final List<IpAddressMatcher> special = matchers(SPECIAL);
    private final List<IpAddressMatcher> inside = matchers(INSIDE);

    /** @throws WrongSetting when one of them is not what it should be */
    EgressRules(EgressSettings settings) {
        hosts = settings.hosts().stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new WrongSetting(
                        Path.of("settings"),
                        0,
                        HOSTS + " has '" + host + "'; write a host like api.example.com, *.example.com or 10.1.2.3,"
                                + " without scheme, port and path.");
            }
        }
        permitted = settings.addresses().stream().map(EgressRules::permitted).toList();
    }

    private static IpAddressMatcher permitted(String range) {
        var wrong = new WrongSetting(
                Path.of("settings"),
                0,
                ADDRESSES + " has '" + range + "'; write an address or a range like 169.254.10.0/24.");
        if (!RANGE.matcher(range).matches()) {
            throw wrong;
        }
        try {
            return new IpAddressMatcher(range);
        } catch (IllegalArgumentException e) {
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static List<IpAddressMatcher> matchers(List<String> ranges) {
        return ranges.stream().map(IpAddressMatcher::new).toList();
    }

    /** Why the host may not be connected to, whatever its address; empty when it may. */
    Optional<String> refusal(String host) {
        if (hosts.isEmpty() || isLocalhost(host) || hosts.stream().anyMatch(known -> covers(known, host))) {
            return Optional.empty();
        }
        return Optional.of("The host " + host + " was to be connected to, and " + HOSTS + " permits only "
                + String.join(", ", hosts) + ". Add it there if the hub may reach it.");
    }

    private static boolean covers(String known, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return known.startsWith("*.") ? name.endsWith(known.substring(1)) : name.equals(known);
    }

    /** Why the host may not be connected to at this address, which its name has now; empty when it may. */
    Optional<String> refusal(String host, InetAddress address) {
        boolean refused = isIn(special, address) || isIn(loopback, address) && !isLocalhost(host);
        return refused ? refusal(host, address, "its name") : Optional.empty();
    }

    /** Why this address, which is written in place of a name, may not be connected to; empty when it may. */
    Optional<String> refusalOfWritten(InetAddress address) {
        return !address.isLoopbackAddress() && isIn(special, address)
                ? refusal(address.getHostAddress(), address, "the URL")
                : Optional.empty();
    }

    /** Why a caller may not send anybody to this address, which the host has now; empty when they may. */
    Optional<String> refusalToCaller(String host, InetAddress address) {
        return isIn(loopback, address) || isIn(special, address) || isIn(inside, address)
                ? Optional.of("The host " + host + " was named by a caller, and leads to " + address.getHostAddress()
                        + ", which is no public address.")
                : Optional.empty();
    }

    private Optional<String> refusal(String host, InetAddress address, String says) {
        if (isIn(permitted, address)) {
            return Optional.empty();
        }
        return Optional.of("The host " + host + " was to be connected to, and " + says + " leads to "
                + address.getHostAddress() + ", which is this machine, its neighbours or a cloud's metadata."
                + " If that is meant, permit it in " + ADDRESSES + ".");
    }

    private static boolean isLocalhost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private static boolean isIn(List<IpAddressMatcher> ranges, InetAddress address) {
        String plain = address.getHostAddress().replaceFirst("%.*$", "");
        return ranges.stream().anyMatch(range -> range.matches(plain));
    }
}
