package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the hub's figures and beside them what the machine itself can do; run it on a quiet machine with
 * {@code mvn verify -Pfigures}. It asserts only that every task was answered: a figure is no test.
 */
class HubFigures {

    private static final List<String> QUESTIONS = List.of(
            "Where is my order HP-10023?",
            "How many days do I have to return an item?",
            "When will HP-10024 arrive?",
            "How do I change my delivery address?");
    /** The Java compiler takes its time: after so many messages it has compiled what is often run. */
    private static final int WARM_UP = Integer.getInteger("figures.warm-up", 20_000);

    private static final int ASKED_BY_HTTP = 1000;
    private static final int SENT_BY_QUEUE = Integer.getInteger("figures.messages", 10_000);

    @TempDir
    Path directory;

    @Test
    void print() throws Exception {
        new MachineFigures(directory.resolve("raw"))
                .print(QUESTIONS.stream().map(question -> unlike(question, 0)).toList());
        try (HubProcess packaged = new HubProcess(directory.resolve("packaged"), HubProcess.PACKAGED)) {
            Figure.say("first start of the jar, ready after", seconds(packaged), "s");
        }
        try (HubProcess hub = new HubProcess(directory.resolve("data"), CachedStart.program())) {
            Figure.say("first start with an AOT cache, ready after", seconds(hub), "s");
            hub.stop();
            Figure.say("start with data and an AOT cache, ready after", seconds(hub), "s");
            TimeUnit.SECONDS.sleep(10);
            Figure.say("RSS idle", hub.residentMegabytes(), "MB");
            queue(hub, WARM_UP, 0);
            http(hub);
            double rate = SENT_BY_QUEUE / queue(hub, SENT_BY_QUEUE, WARM_UP);
            assertThat(hub.json("/api/tasks?status=FAILED&limit=1")).isEmpty();
            Figure.say("customer-support from the queue, every step on disk", rate, "tasks/s");
            Figure.say("RSS after the load", hub.residentMegabytes(), "MB");
        }
    }

    private static double seconds(HubProcess hub) throws Exception {
        long began = System.nanoTime();
        hub.start();
        return Figure.secondsSince(began);
    }

    private static void http(HubProcess hub) throws Exception {
        for (int i = 0; i < ASKED_BY_HTTP / 2; i++) {
            ask(hub, i);
        }
        double[] millis = new double[ASKED_BY_HTTP];
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            ask(hub, ASKED_BY_HTTP + i);
            millis[i] = Figure.secondsSince(began) * 1e3;
        }
        Arrays.sort(millis);
        Figure.say("order status over HTTP with ?wait, p50", millis[millis.length / 2], "ms");
        Figure.say("order status over HTTP with ?wait, p99", millis[millis.length * 99 / 100], "ms");
    }

    private static void ask(HubProcess hub, int number) throws Exception {
        HttpResponse<String> answer = hub.post(
                "/api/tasks?wait=30s",
                "{\"flow\": \"customer-support\", \"input\": \"" + unlike(QUESTIONS.getFirst(), number) + "\"}");
        assertThat(answer.body()).contains("\"COMPLETED\"");
    }

    /** Returns the seconds from the first message sent to the last answer received. */
    private static double queue(HubProcess hub, int messages, int first) throws Exception {
        try (JMSContext sending = hub.jms();
                JMSContext receiving = sending.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            var replies = receiving.createTemporaryQueue();
            JMSConsumer consumer = receiving.createConsumer(replies);
            long began = System.nanoTime();
            Thread sender = Thread.ofPlatform().start(() -> {
                var producer = sending.createProducer().setJMSReplyTo(replies);
                var queue = sending.createQueue("tutti.tasks.customer-support");
                for (int i = 0; i < messages; i++) {
                    producer.send(queue, unlike(QUESTIONS.get(i % QUESTIONS.size()), first + i));
                }
            });
            for (int i = 0; i < messages; i++) {
                assertThat(consumer.receive(Duration.ofSeconds(60).toMillis()))
                        .as("answer %d of %d", i + 1, messages)
                        .isNotNull();
            }
            sender.join();
            return Figure.secondsSince(began);
        }
    }

    /** No two messages are the same, so that each is embedded and no cache answers. */
    private static String unlike(String question, int number) {
        return question + " (ref " + number + ")";
    }
}
