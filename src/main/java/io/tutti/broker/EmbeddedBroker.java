package io.tutti.broker;

import io.tutti.gate.DiskReserve;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artemis inside the hub's process, with its journal on disk. Boot's own embedded Artemis is not used: it keeps nothing
 * on disk and asks for no password.
 */
final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** In-VM acceptors are numbered for the whole process, by Artemis. */
    private static final AtomicInteger NEXT_IN_PROCESS = new AtomicInteger();

    private static final long MEMORY_BYTES = 64L * 1024 * 1024;

    /** Of the server's pool; Artemis' 30 wake each other up on a small machine. */
    private static final int THREADS = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** The default of 3.3 ms is what a durable message would wait for neighbours before it is flushed. */
    private static final Duration JOURNAL_WAIT = Duration.ofNanos(200_000);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final int number = NEXT_IN_PROCESS.getAndIncrement();
    private final Path directory;
    private final int port;
    private final BrokerUsers users;
    private final DiskReserve disk;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("broker-watch").daemon(true).factory());
    private volatile ActiveMQServer server;

    /**
     * Starts the broker.
     *
     * @param port on 127.0.0.1; 0 = none
     * @param disk below it nobody may send, and a broker that stopped because of a full disk is started again above it
     */
    EmbeddedBroker(Path directory, int port, BrokerUsers users, DiskReserve disk) {
        this.directory = directory;
        this.port = port;
        this.users = users;
        this.disk = disk;
        this.server = started();
        long pause = BETWEEN_LOOKS.toMillis();
        watch.scheduleWithFixedDelay(this::startAgain, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Where this process connects to. */
    String url() {
        return "vm://" + number;
    }

    /** Whether a queue of this name exists. */
    boolean hasQueue(String name) {
        return server.locateQueue(name) != null;
    }

    @Override
    public void close() throws Exception {
        watch.close();
        server.stop();
    }

    /** Artemis stops when it cannot write; what it had acknowledged is in its journal. */
    private void startAgain() {
        if (server.getState() != ActiveMQServer.SERVER_STATE.STOPPED || !disk.isThere()) {
            return;
        }
        try {
            server = started();
            LOG.info("The embedded broker had stopped, and runs again");
        } catch (IllegalStateException e) {
            LOG.warn("The embedded broker had stopped and cannot be started yet: {}", e.getMessage());
        }
    }

    private ActiveMQServer started() {
        var failure = new AtomicReference<@Nullable Exception>();
        var starting = new ActiveMQServerImpl(configuration(), ManagementFactory.getPlatformMBeanServer(), users);
        starting.registerBrokerPlugin(new LargestMessage());
        starting.registerBrokerPlugin(new ConversationGroup());
        starting.registerActivationFailureListener(failure::set);
        boolean activated;
        try {
            starting.start();
            activated = starting.waitForActivation(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw notStarted(starting, e);
        }
        if (!activated || !starting.isActive() || failure.get() != null) {
            throw notStarted(starting, failure.get());
        }
        return starting;
    }

    private IllegalStateException notStarted(ActiveMQServer starting, @Nullable Exception reason) {
        try {
            starting.stop();
        } catch (Exception e) {
            if (reason != null) {
                reason.addSuppressed(e);
            }
        }
        return new IllegalStateException(
                "The embedded broker was to start on " + directory + " and port " + port + "; it did not ("
                        + (reason == null ? "no answer in " + START_LIMIT.toSeconds() + " s" : reason.getMessage())
                        + "). If another hub uses the directory or the port, choose others with --tutti.data and"
                        + " --tutti.jms.port.",
                reason);
    }

    private Configuration configuration() {
        var broker = new ConfigurationImpl()
                .setName(number == 0 ? "tutti" : "tutti-" + number)
                .setPersistenceEnabled(true)
                .setSecurityEnabled(true)
                .setPopulateValidatedUser(true)
                .setJMXManagementEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO((int) JOURNAL_WAIT.toNanos())
                .setPageSyncTimeout((int) JOURNAL_WAIT.toNanos())
                .setJournalLockAcquisitionTimeout(START_LIMIT.toMillis() / 3)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG)
                .setThreadPoolMaxSize(THREADS)
                .setGlobalMaxSize(MEMORY_BYTES)
                .setMinDiskFree(disk.size().toBytes())
                .setDiskScanPeriod((int) BETWEEN_LOOKS.toMillis())
                .addAcceptorConfiguration(inProcess());
        if (port > 0) {
            broker.addAcceptorConfiguration(onTcp(port));
        }
        BrokerRules.apply(broker);
        return broker;
    }

    private TransportConfiguration inProcess() {
        return new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of("serverId", number), "in-process");
    }

    private static TransportConfiguration onTcp(int port) {
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE"),
                "tcp");
    }
}
