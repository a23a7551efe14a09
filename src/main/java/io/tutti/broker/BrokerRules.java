package io.tutti.broker;

import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.config.TransformerConfiguration;
import org.apache.activemq.artemis.core.server.ComponentConfigurationRoutingType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/** How the embedded broker treats messages: the queues, redelivery, dead letters, memory and disk. */
final class BrokerRules {

    /** The divert that leads {@code tutti.tasks.<flow>} to {@code tutti.tasks}. */
    static final String FLOW_DIVERT = "flow-of-address";

    private static final int DELIVERY_ATTEMPTS = 16;
    private static final Duration FIRST_REDELIVERY = Duration.ofSeconds(1);
    private static final Duration LAST_REDELIVERY = Duration.ofMinutes(5);
    /** A consumer has many conversations; without a bound the broker would remember each one for ever. */
    private static final int GROUP_BUCKETS = 1024;

    private static final long AUDIT_RING = 100_000;
    /** What nobody has read yet lies in pages on the disk beyond it. */
    private static final long AUDIT_MEMORY_BYTES = 1024 * 1024;

    /**
     * What an address holds in memory before it goes to pages on the disk. Without a limit of its own a queue that nobody
     * reads would take what all have together, and from then on even tasks would go by the disk. Those that every hub has,
     * full at once, leave something of the 64 MB of the broker.
     */
    private static final long QUEUE_MEMORY_BYTES = 2L * 1024 * 1024;

    /** The broker reads two pages ahead into memory, and a page is ten megabytes unless it is told otherwise. */
    private static final int PAGE_BYTES = 1024 * 1024;

    /** A backlog of some 17,000 questions of a line. */
    private static final long TASKS_MEMORY_BYTES = 32L * 1024 * 1024;

    private static final long AUDIT_PAGES_BYTES = 256L * 1024 * 1024;
    private static final List<String> LASTING = List.of(
            Queues.RESULTS,
            Queues.INBOX,
            Queues.DECISIONS,
            Queues.REJECTED,
            Queues.DEAD_LETTER,
            Queues.UNDELIVERED,
            Queues.EXPIRED);

    private BrokerRules() {}

    static void apply(Configuration broker) {
        broker.addAddressSetting("#", everywhere());
        broker.addAddressSetting(Queues.TASKS, tasks());
        broker.addAddressSetting(Queues.AUDIT, audit());
        broker.addAddressSetting(Queues.UNDELIVERED, everywhere().setDeadLetterAddress(null));
        broker.addAddressSetting(Queues.EXPIRED, everywhere().setExpiryAddress(null));
        LASTING.forEach(name -> broker.addAddressConfiguration(address(name, queue(name))));
        broker.addAddressConfiguration(address(Queues.TASKS, queue(Queues.TASKS).setGroupBuckets(GROUP_BUCKETS)));
        broker.addAddressConfiguration(address(Queues.AUDIT, queue(Queues.AUDIT).setRingSize(AUDIT_RING)));
        broker.addDivertConfiguration(new DivertConfiguration()
                .setName(FLOW_DIVERT)
                .setRoutingName(FLOW_DIVERT)
                .setAddress(Queues.TASKS + ".*")
                .setForwardingAddress(Queues.TASKS)
                .setExclusive(true)
                .setRoutingType(ComponentConfigurationRoutingType.ANYCAST)
                .setTransformerConfiguration(new TransformerConfiguration(FlowOfAddress.class.getName())));
    }

    private static CoreAddressConfiguration address(String name, QueueConfiguration queue) {
        return new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(queue);
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true);
    }

    private static AddressSettings everywhere() {
        return new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setDefaultConsumerWindowSize(0)
                .setDeadLetterAddress(SimpleString.of(Queues.UNDELIVERED))
                .setExpiryAddress(SimpleString.of(Queues.EXPIRED))
                .setMaxDeliveryAttempts(DELIVERY_ATTEMPTS)
                .setRedeliveryDelay(FIRST_REDELIVERY.toMillis())
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(LAST_REDELIVERY.toMillis())
                .setMaxSizeBytes(QUEUE_MEMORY_BYTES)
                .setPageSizeBytes(PAGE_BYTES)
                .setMaxReadPageBytes(2 * PAGE_BYTES)
                .setPrefetchPageBytes(PAGE_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL);
    }

    /** A message that waits at the broker for another try would be overtaken by its group: the route waits with it. */
    private static AddressSettings tasks() {
        return everywhere().setRedeliveryDelay(0).setMaxSizeBytes(TASKS_MEMORY_BYTES);
    }

    /** The audit queue repeats what SQL holds for good, so nobody waits for its readers: what is too much is dropped. */
    private static AddressSettings audit() {
        return everywhere()
                .setDefaultRingSize(AUDIT_RING)
                .setMaxSizeBytes(AUDIT_MEMORY_BYTES)
                .setPageLimitBytes(AUDIT_PAGES_BYTES)
                .setPageFullMessagePolicy(PageFullMessagePolicy.DROP)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.DROP);
    }
}
