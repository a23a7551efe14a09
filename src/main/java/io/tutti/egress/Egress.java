package io.tutti.egress;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.WrongSetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Asked before each request that leaves the hub. Thread-safe. */
@Component
@EnableConfigurationProperties(EgressSettings.class)
public final class Egress implements AutoCloseable {

    private static final Pattern DOTTED = Pattern.compile(EgressRules.DOTTED);

    /** A host that ends in a number is an address (WHATWG URL, "ends in a number checker"). */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

    private final EgressRules rules;

    /** @throws WrongSetting when a setting is not what it should be */
    public Egress(EgressSettings settings) {
        rules = new EgressRules(settings);
        GuardedNames.guard(rules);
        if (!GuardedNames.isInstalled()) {
            LOG.warn(
                    "The Java runtime looks names up without the hub's guard, probably because of jdk.net.hosts.file: a name"
                            + " that turns to an address of this machine or of a cloud's metadata is not noticed.");
        }
    }

    /**
     * Makes sure that a request may go there, and looks the name up.
     *
     * @param url where; http or https
     * @throws Refused with {@link Reason#NOT_PERMITTED} when it may not
     */
    public void require(URI url) {
        String host = requireHost(url);
        if (isWritten(host)) {
            return;
        }
        try {
            InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            // A name that nobody knows is the client's to complain about.
            if (e.getMessage() != null && e.getMessage().contains(EgressRules.ADDRESSES)) {
                throw new Refused(Reason.NOT_PERMITTED, e.getMessage());
            }
        }
    }

    /**
     * The same for a request that goes through a proxy, which looks the name up itself.
     *
     * @throws Refused as {@link #require}
     */
    public void requireBehindProxy(URI url) {
        requireHost(url);
    }

    /**
     * The same for an address that a caller of the hub wrote, and that somebody else is given to fetch: it leads to public
     * addresses alone. What its name leads to elsewhere, or later, is theirs to look at.
     *
     * @throws Refused as {@link #require}, and when the name is not known here
     */
    public void requireFromCaller(URI url) {
        String host = requireHost(url);
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                refuse(rules.refusalToCaller(host, address));
            }
        } catch (UnknownHostException e) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "The host " + host
                            + " was named by a caller, and is not known here or leads to no public address.");
        }
    }

    private String requireHost(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (host == null || !(scheme.equals("http") || scheme.equals("https")) || url.getUserInfo() != null) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "A request was to be sent, and its URL is not http:// or https:// with a host and without a user.");
        }
        if (NUMERIC.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "The host " + host + " was to be connected to, which programs read in different ways. Write it"
                            + " as four decimal numbers.");
        }
        refuse(rules.refusal(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
        if (isWritten(host)) {
            refuse(rules.refusalOfWritten(written(host)));
        }
        return host;
    }

    private static boolean isWritten(String host) {
        return host.startsWith("[") || DOTTED.matcher(host).matches();
    }

    private static InetAddress written(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Refused(Reason.NOT_PERMITTED, "The host " + host + " was to be connected to, and is no address.");
        }
    }

    private static void refuse(Optional<String> refusal) {
        refusal.ifPresent(why -> {
            throw new Refused(Reason.NOT_PERMITTED, why);
        });
    }

    /** Names are looked up without rules from then on. */
    @Override
    public void close() {
        GuardedNames.release(rules);
    }
}
