package io.tutti.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all names of this process are looked up, for each of its libraries: an address that may not be connected to is
 * not among the answers, so there is no moment between a check and a connection in which a name can get another one.
 * The Java runtime finds this class by its name in {@code META-INF/services}; {@link Egress} gives it the rules, and it
 * lets everything pass before.
 */
public final class GuardedNames extends InetAddressResolverProvider {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedNames.class);

    private static final AtomicReference<@Nullable EgressRules> RULES = new AtomicReference<>();

    private static volatile boolean installed;

    /** For the Java runtime. */
    public GuardedNames() {}

    static void guard(EgressRules rules) {
        RULES.set(rules);
    }

    /** Whether the Java runtime asks this class: not with {@code jdk.net.hosts.file}. Looks a name up. */
    static boolean isInstalled() {
        try {
            InetAddress.getAllByName("localhost");
        } catch (UnknownHostException e) {
            LOG.debug("This machine has no localhost", e);
        }
        return installed;
    }

    static void release(EgressRules rules) {
        RULES.compareAndSet(rules, null);
    }

    @Override
    public String name() {
        return "tutti";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        installed = true;
        return new Guard(configuration.builtinResolver(), configuration.lookupLocalHostName());
    }

    /** @param ownName this machine's, which may have a loopback address */
    record Guard(InetAddressResolver resolver, String ownName) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            EgressRules rules = RULES.get();
            if (rules == null || host.equals(ownName)) {
                return resolver.lookupByName(host, policy);
            }
            Optional<String> refusal = rules.refusal(host);
            if (refusal.isPresent()) {
                throw refused(refusal.get());
            }
            List<InetAddress> found = resolver.lookupByName(host, policy).toList();
            List<InetAddress> permitted = found.stream()
                    .filter(address -> rules.refusal(host, address).isEmpty())
                    .toList();
            if (permitted.isEmpty() && !found.isEmpty()) {
                throw refused(rules.refusal(host, found.getFirst()).orElseThrow());
            }
            return permitted.stream();
        }

        private static UnknownHostException refused(String why) {
            LOG.warn("{}", why);
            return new UnknownHostException(why);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return resolver.lookupByAddress(address);
        }
    }
}
