package io.tutti.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

/** The order in which the embedded broker and the shipped route of the queue {@code tutti.tasks} take messages. */
class OrderIT {

    private static final long PATIENCE_MILLIS = 10_000;
    /** The route's {@code concurrentConsumers}. */
    private static final int CONSUMERS = 8;

    @TempDir
    Path home;

    private BrokerScene scene;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        scene = new BrokerScene(home, BrokerScene.h2(home), port);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void makesAConversationAGroupUnlessTheSenderSetOne() throws Exception {
        send("tutti.tasks", "own queue", "c-1", null, 4);
        send("tutti.tasks.work", "by flow", "c-2", null, 4);
        send("tutti.tasks", "sender's", "c-3", "mine", 4);
        send("tutti.tasks", "none", null, null, 4);
        try (var reader = new Reader()) {
            assertThat(reader.groupOf("own queue")).isEqualTo("c-1");
            assertThat(reader.groupOf("by flow")).isEqualTo("c-2");
            assertThat(reader.groupOf("sender's")).isEqualTo("mine");
            assertThat(reader.groupOf("none")).isNull();
        }
    }

    @Test
    void givesARolledBackMessageOutAgainBeforeTheOthersOfItsGroup() throws Exception {
        try (var one = new Reader();
                var two = new Reader()) {
            send("tutti.tasks", "first", "c", null, 4);
            send("tutti.tasks", "second", "c", null, 4);
            assertThat(one.next()).isEqualTo("first");
            assertThat(two.nextNow()).as("the group is at one consumer").isNull();
            one.session.rollback();
            assertThat(one.next()).isEqualTo("first");
            one.session.commit();
            assertThat(one.next()).isEqualTo("second");
        }
    }

    @Test
    void givesAMessageOfALostConsumerToAnotherBeforeTheOthersOfItsGroup() throws Exception {
        try (var left = new Reader()) {
            try (var lost = new Reader()) {
                send("tutti.tasks", "first", "c", null, 4);
                send("tutti.tasks", "second", "c", null, 4);
                assertThat(lost.next()).isEqualTo("first");
                assertThat(left.nextNow()).as("the group is at one consumer").isNull();
                lost.cut();
            }
            assertThat(left.next()).isEqualTo("first");
            assertThat(left.next()).isEqualTo("second");
        }
    }

    @Test
    void takesTheUrgentFirstWhenMoreWaitThanTheHubCanTake() throws Exception {
        var hub = new Intake();
        hub.places.drainPermits();
        int waiting = 40;
        int urgent = 5;
        for (int i = 0; i < waiting; i++) {
            send("tutti.tasks.work", "usual " + i, null, null, 4);
        }
        hub.open();
        await().until(() -> hub.taken.size() == CONSUMERS);
        for (int i = 0; i < urgent; i++) {
            send("tutti.tasks.work", "urgent " + i, null, null, 9);
        }
        for (int i = 0; i < urgent; i++) {
            hub.places.release();
            int taken = CONSUMERS + i + 1;
            await().until(() -> hub.taken.size() == taken);
            assertThat(hub.taken.getLast()).isEqualTo("urgent " + i);
        }
        hub.places.release(1000);
        await().until(() -> hub.accepted.size() == waiting + urgent);
    }

    @Test
    void acceptsConversationsInOrderWhileTheDatabaseComesAndGoes() throws Exception {
        var hub = new Intake();
        int conversations = 6;
        int words = 15;
        for (int word = 0; word < words; word++) {
            for (int c = 0; c < conversations; c++) {
                send("tutti.tasks.work", "c" + c + " " + "%02d".formatted(word), "c" + c, null, 4);
            }
        }
        hub.away.put(4);
        hub.open();
        await().until(() -> hub.accepted.size() >= conversations * words);
        assertThat(hub.accepted).hasSize(conversations * words).doesNotHaveDuplicates();
        for (int c = 0; c < conversations; c++) {
            String conversation = "c" + c + " ";
            assertThat(hub.accepted.stream().filter(text -> text.startsWith(conversation)))
                    .isSorted();
        }
    }

    @Test
    void keepsARefusedMessageInPlaceUntilItsReasonCanBeWritten() throws Exception {
        var hub = new Intake();
        hub.open();
        hub.awayForRejects.put(2);
        send("tutti.tasks.work", "refuse me", "c", null, 4);
        send("tutti.tasks.work", "good", "c", null, 4);
        await().until(() -> hub.accepted.contains("good"));
        assertThat(hub.rejected).containsExactly("refuse me");
        assertThat(hub.rejections).hasValue(3);
        assertThat(hub.taken).containsExactly("refuse me", "good");
    }

    private void send(String queue, String text, @Nullable String conversation, @Nullable String group, int priority)
            throws JMSException {
        try (var connection = BrokerScene.outsider(port, BrokerScene.PASSWORD).createConnection();
                var session = connection.createSession()) {
            var message = session.createTextMessage(text);
            if (conversation != null) {
                message.setStringProperty("conversation", conversation);
            }
            if (group != null) {
                message.setStringProperty("JMSXGroupID", group);
            }
            var producer = session.createProducer(session.createQueue(queue));
            producer.setPriority(priority);
            producer.send(message);
        }
    }

    /** A consumer in a transaction, which takes one message at a time as the hub does. */
    private final class Reader implements AutoCloseable {

        private final Connection connection;
        private final Session session;
        private final MessageConsumer consumer;

        Reader() throws JMSException {
            var factory = BrokerScene.outsider(port, BrokerScene.PASSWORD);
            factory.setConsumerWindowSize(0);
            connection = factory.createConnection();
            connection.start();
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
            consumer = session.createConsumer(session.createQueue("tutti.tasks"));
        }

        String next() throws JMSException {
            var message = consumer.receive(PATIENCE_MILLIS);
            return message == null ? "nothing" : message.getBody(String.class);
        }

        @Nullable
        String nextNow() throws JMSException {
            var message = consumer.receiveNoWait();
            return message == null ? null : message.getBody(String.class);
        }

        @Nullable
        String groupOf(String text) throws JMSException {
            var message = consumer.receive(PATIENCE_MILLIS);
            assertThat(message.getBody(String.class)).isEqualTo(text);
            return message.getStringProperty("JMSXGroupID");
        }

        /** As when its process dies: the broker sees the line end and is told nothing. */
        void cut() {
            var core = (ClientSessionInternal) ((ActiveMQSession) session).getCoreSession();
            core.getConnection().getTransportConnection().close();
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }

    /** The shipped way from the queue to admission, with a hub behind it whose places and database a test controls. */
    private final class Intake {

        final Semaphore places = new Semaphore(1000);
        final List<String> taken = new CopyOnWriteArrayList<>();
        final List<String> accepted = new CopyOnWriteArrayList<>();
        final List<String> rejected = new CopyOnWriteArrayList<>();
        final AtomicInteger rejections = new AtomicInteger();
        final Away away = new Away();
        final Away awayForRejects = new Away();

        void open() throws Exception {
            scene.camel.getRegistry().bind("queueDoor", new Door());
            scene.camel.getRegistry().bind("fileDoor", new Door());
            scene.camel.getRegistry().bind("admission", new Admitting());
            for (String route : List.of(
                    "00-common/errors-to-caller",
                    "00-common/errors-in-order",
                    "20-admit/admit",
                    "90-beside/reject",
                    "10-intake/queue")) {
                PluginHelper.getRoutesLoader(scene.camel)
                        .loadRoutes(PluginHelper.getResourceLoader(scene.camel)
                                .resolveResource("file:routes/" + route + ".camel.yaml"));
            }
        }

        /** In place of the queue door. */
        public final class Door {

            public void read(Exchange exchange) throws InterruptedException {
                taken.add(exchange.getMessage().getBody(String.class));
                places.acquire();
            }

            public void reject(Exchange exchange) {
                rejections.incrementAndGet();
                awayForRejects.check();
                rejected.add(exchange.getMessage().getBody(String.class));
            }
        }

        /** In place of admission. */
        public final class Admitting {

            public void check(Exchange exchange) {
                if (exchange.getMessage().getBody(String.class).startsWith("refuse")) {
                    throw new Refused(Reason.BAD_INPUT, "It asked for it.");
                }
            }

            public void accept(Exchange exchange) {
                away.check();
                accepted.add(exchange.getMessage().getBody(String.class));
            }
        }
    }

    /** A database that is away for a number of calls. */
    private static final class Away {

        private final AtomicInteger calls = new AtomicInteger();

        void put(int calls) {
            this.calls.set(calls);
        }

        void check() {
            if (calls.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new DataAccessResourceFailureException("the database is away");
            }
        }
    }
}
