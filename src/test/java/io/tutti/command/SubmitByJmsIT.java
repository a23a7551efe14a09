package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit --via jms} against a broker that asks for a password. */
@Timeout(60)
class SubmitByJmsIT {

    private static final String PASSWORD = "sesame";

    @TempDir
    private static Path directory;

    private ActiveMQServer broker;
    private String url;

    @BeforeEach
    void startBroker() throws Exception {
        var tcp = new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), Map.of("host", "127.0.0.1", "port", 0), "tcp");
        var lost = SimpleString.of("lost");
        broker = new ActiveMQServerImpl(
                new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .addAddressSetting(
                                "#",
                                new AddressSettings().setDeadLetterAddress(lost).setExpiryAddress(lost))
                        .setJournalDirectory(directory.toString())
                        .addAcceptorConfiguration(tcp),
                new OnePassword());
        broker.start();
        url = "tcp://127.0.0.1:"
                + broker.getRemotingService().getAcceptor("tcp").getActualPort();
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.stop();
    }

    @Test
    void showsTheReplyThatComesBack() {
        var hubAtWork = CompletableFuture.supplyAsync(() -> reply(Samples.COMPLETED));

        var result = submit("--key", "k-1", "--conversation", "c-1", "Where is my order HP-10023?");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("COMPLETED").contains("was shipped on 2026-11-20", "T-1042");
        assertThat(hubAtWork.join()).isEqualTo("customer-support k-1 c-1 c-1 Where is my order HP-10023?");
    }

    @Test
    void sendsJsonAsJson() {
        var hubAtWork = CompletableFuture.supplyAsync(() -> reply(Samples.COMPLETED));

        submit("--as", "json", "--key", "k", "--conversation", "c", "{\"text\": \"Hello\"}");

        assertThat(hubAtWork.join()).isEqualTo("customer-support k c c {\"text\":\"Hello\"}");
    }

    @Test
    void tellsWhyTheMessageWasRejected() {
        var hubAtWork = CompletableFuture.runAsync(() -> reject("There is no flow customer-support."));

        var result = submit("Hello");

        assertThat(hubAtWork).isCompleted();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("There is no flow customer-support.");
    }

    @Test
    void givesUpAfterTheWait() {
        var result = submit("--wait", "100ms", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("Sent, but no reply came within 0.1 s");
    }

    @Test
    void doesNotWaitWhenToldSo() {
        var result = submit("--wait", "0", "Hello");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().strip()).isEqualTo("Sent to tutti.tasks; the result goes to tutti.results.");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        var result = new Shell(Map.of("TUTTI_JMS_PASSWORD", "wrong", "TUTTI_JMS_URL", url), "")
                .run("submit", "--flow", "f", "--via", "jms", "Hello");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("The broker at " + url + " refused user tutti;");
    }

    private Shell.Result submit(String... arguments) {
        var all = new ArrayList<>(List.of("submit", "--flow", "customer-support", "--via", "jms"));
        all.addAll(List.of(arguments));
        return new Shell(Map.of("TUTTI_JMS_PASSWORD", PASSWORD, "TUTTI_JMS_URL", url), "")
                .run(all.toArray(String[]::new));
    }

    /** Answers the next message; returns what it asked. */
    private String reply(String text) {
        return next((context, message) -> send(context, (Queue) message.getJMSReplyTo(), text, message, null));
    }

    private void reject(String why) {
        next((context, message) -> send(context, context.createQueue("tutti.rejected"), "", message, why));
    }

    private static void send(JMSContext context, Queue to, String text, Message asked, String why) throws JMSException {
        var answer = context.createTextMessage(text);
        answer.setJMSCorrelationID(asked.getJMSCorrelationID());
        if (why != null) {
            answer.setStringProperty("tuttiError", why);
        }
        context.createProducer().send(to, answer);
    }

    private String next(Handler handler) {
        try (var factory = new ActiveMQConnectionFactory(url);
                var context = factory.createContext("tutti", PASSWORD)) {
            var message = (TextMessage)
                    context.createConsumer(context.createQueue("tutti.tasks")).receive(30_000);
            handler.handle(context, message);
            return String.join(
                    " ",
                    message.getStringProperty("flow"),
                    message.getStringProperty("key"),
                    message.getStringProperty("conversation"),
                    message.getStringProperty("JMSXGroupID"),
                    message.getText());
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Handler {
        void handle(JMSContext context, Message message) throws JMSException;
    }

    private static final class OnePassword implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(String user, String password) {
            return "tutti".equals(user) && PASSWORD.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
            return validateUser(user, password);
        }
    }
}
