package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the hub's figures; run it on a quiet machine with {@code mvn verify -Pfigures}. It asserts only that every task
 * was answered: a figure is no test.
 */
class HubFigures {

    private static final List<String> QUESTIONS = List.of(
            "Where is my order HP-10023?",
            "How many days do I have to return an item?",
            "When will HP-10024 arrive?",
            "How do I change my delivery address?");
    private static final int WARM_UP = 1000;
    private static final int ASKED_BY_HTTP = 1000;
    private static final int SENT_BY_QUEUE = Integer.getInteger("figures.messages", 10_000);

    @TempDir
    Path directory;

    @Test
    void print() throws Exception {
        try (HubProcess hub = new HubProcess(directory.resolve("data"))) {
            long began = System.nanoTime();
            hub.start();
            say("first start, ready after", seconds(began), "s");
            hub.stop();
            began = System.nanoTime();
            hub.start();
            say("start with data, ready after", seconds(began), "s");
            TimeUnit.SECONDS.sleep(10);
            say("RSS idle", hub.residentMegabytes(), "MB");
            queue(hub, WARM_UP);
            http(hub);
            double rate = SENT_BY_QUEUE / queue(hub, SENT_BY_QUEUE);
            assertThat(hub.json("/api/tasks?status=FAILED&limit=1")).isEmpty();
            say("customer-support from the queue, every step on disk", rate, "tasks/s");
            say("RSS after the load", hub.residentMegabytes(), "MB");
        }
    }

    private static void http(HubProcess hub) throws Exception {
        for (int i = 0; i < ASKED_BY_HTTP / 2; i++) {
            ask(hub);
        }
        double[] millis = new double[ASKED_BY_HTTP];
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            ask(hub);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        say("order status over HTTP with ?wait, p50", millis[millis.length / 2], "ms");
        say("order status over HTTP with ?wait, p99", millis[millis.length * 99 / 100], "ms");
    }

    private static void ask(HubProcess hub) throws Exception {
        HttpResponse<String> answer = hub.post(
                "/api/tasks?wait=30s", "{\"flow\": \"customer-support\", \"input\": \"" + QUESTIONS.getFirst() + "\"}");
        assertThat(answer.body()).contains("\"COMPLETED\"");
    }

    /** Returns the seconds from the first message sent to the last answer received. */
    private static double queue(HubProcess hub, int messages) throws Exception {
        try (JMSContext sending = hub.jms();
                JMSContext receiving = sending.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            var replies = receiving.createTemporaryQueue();
            JMSConsumer consumer = receiving.createConsumer(replies);
            long began = System.nanoTime();
            Thread sender = Thread.ofPlatform().start(() -> {
                var producer = sending.createProducer().setJMSReplyTo(replies);
                var queue = sending.createQueue("tutti.tasks.customer-support");
                for (int i = 0; i < messages; i++) {
                    producer.send(queue, unlike(QUESTIONS.get(i % QUESTIONS.size()), i));
                }
            });
            for (int i = 0; i < messages; i++) {
                assertThat(consumer.receive(Duration.ofSeconds(60).toMillis()))
                        .as("answer %d of %d", i + 1, messages)
                        .isNotNull();
            }
            sender.join();
            return seconds(began);
        }
    }

    /** No two messages are the same, so that each is embedded and no cache answers. */
    private static String unlike(String question, int number) {
        return "My name is Ann number " + number + ". " + question;
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void say(String what, double figure, String unit) {
        System.out.println(String.format(Locale.ROOT, "FIGURE %-52s %10.1f %s", what, figure, unit));
    }
}
