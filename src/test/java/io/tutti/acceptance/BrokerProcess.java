package io.tutti.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;

/** An Artemis broker as a process of its own, that can be killed, stopped for a while and started again. */
public final class BrokerProcess implements AutoCloseable {

    private final Path directory;
    private final int port = HubProcess.freePort();
    private Process process;

    public BrokerProcess(Path directory) {
        this.directory = directory;
    }

    /** The broker itself: {@code directory port}. Anybody may connect; it listens on 127.0.0.1 only. */
    public static void main(String[] arguments) throws Exception {
        String directory = arguments[0];
        var configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJournalDirectory(directory + "/journal")
                .setBindingsDirectory(directory + "/bindings")
                .setLargeMessagesDirectory(directory + "/large")
                .setPagingDirectory(directory + "/paging")
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[1]);
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public BrokerProcess start() throws IOException {
        Files.createDirectories(directory);
        process = new ProcessBuilder(
                        HubProcess.java(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
        Awaitility.await("the broker listens; see " + directory.resolve("broker.log"))
                .atMost(Duration.ofSeconds(60))
                .failFast("the broker's process ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> {
                    try (var factory = new ActiveMQConnectionFactory(url());
                            var connection = factory.createConnection()) {
                        return connection.getMetaData() != null;
                    }
                });
        return this;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it keeps its connections and says nothing. */
    public void pause() throws IOException, InterruptedException {
        Signal.send("STOP", process.pid());
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Signal.send("CONT", process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
