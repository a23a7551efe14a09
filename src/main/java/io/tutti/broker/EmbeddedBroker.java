package io.tutti.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

/**
 * Artemis inside the hub's process, with its journal on disk. Boot's own embedded Artemis is not used: it keeps nothing
 * on disk and asks for no password.
 */
final class EmbeddedBroker implements AutoCloseable {

    /** In-VM acceptors are numbered for the whole process, by Artemis. */
    private static final AtomicInteger NEXT_IN_PROCESS = new AtomicInteger();

    private static final long MEMORY_BYTES = 64L * 1024 * 1024;

    /** Of the server's pool; Artemis' 30 wake each other up on a small machine. */
    private static final int THREADS = 8;

    private static final int DISK_FULL_PERCENT = 95;
    /** The default of 3.3 ms is what a durable message would wait for neighbours before it is flushed. */
    private static final Duration JOURNAL_WAIT = Duration.ofNanos(200_000);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final int number = NEXT_IN_PROCESS.getAndIncrement();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final ActiveMQServer server;

    /**
     * Starts the broker.
     *
     * @param port on 127.0.0.1; 0 = none
     */
    EmbeddedBroker(Path directory, int port, String user, String password) {
        server = new ActiveMQServerImpl(
                configuration(directory, port),
                ManagementFactory.getPlatformMBeanServer(),
                new OneUser(user, password));
        server.registerBrokerPlugin(new LargestMessage());
        server.registerBrokerPlugin(new ConversationGroup());
        server.registerActivationFailureListener(failure::set);
        start(directory, port);
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
        server.stop();
    }

    private void start(Path directory, int port) {
        boolean started;
        try {
            server.start();
            started = server.waitForActivation(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw notStarted(directory, port, e);
        }
        if (!started || !server.isActive() || failure.get() != null) {
            throw notStarted(directory, port, failure.get());
        }
    }

    private IllegalStateException notStarted(Path directory, int port, @Nullable Exception reason) {
        try {
            server.stop();
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

    private Configuration configuration(Path directory, int port) {
        var broker = new ConfigurationImpl()
                .setName(number == 0 ? "tutti" : "tutti-" + number)
                .setPersistenceEnabled(true)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO((int) JOURNAL_WAIT.toNanos())
                .setJournalLockAcquisitionTimeout(START_LIMIT.toMillis() / 3)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG)
                .setThreadPoolMaxSize(THREADS)
                .setGlobalMaxSize(MEMORY_BYTES)
                .setMaxDiskUsage(DISK_FULL_PERCENT)
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
