package io.tutti.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Sends tasks by HTTP, JMS and file, as a process of its own, and writes down each one that a door acknowledged. A door
 * that does not answer is tried again with the same key until it does. The ids are {@code <prefix>-<number>}; the door is
 * the number modulo 3.
 *
 * <p>{@code Driver prefix= tasks= times= every= flow= ledger= http= token= jms= password= inbox=}: each task is sent
 * {@code times} times, the copies of a message by the queue and by HTTP in turn; between two tasks of a door are
 * {@code every} milliseconds.
 */
final class Driver {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DOORS = 3;
    private static final int FILE = 2;
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Arguments asked;
    private final Ledger ledger;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Driver(Arguments asked) throws IOException {
        this.asked = asked;
        this.ledger = new Ledger(Path.of(asked.text("ledger")));
    }

    public static void main(String[] arguments) throws Exception {
        var driver = new Driver(new Arguments(arguments));
        try (ExecutorService doors = Executors.newFixedThreadPool(DOORS)) {
            Future<?> http = doors.submit(driver.door(0));
            Future<?> jms = doors.submit(driver.door(1));
            Future<?> files = doors.submit(driver.door(FILE));
            http.get();
            jms.get();
            files.get();
        }
    }

    private Callable<Void> door(int door) {
        return () -> {
            try (var factory = new ActiveMQConnectionFactory(asked.text("jms"))) {
                factory.setCallTimeout(AGAIN.toMillis() * 10);
                // A file has to be gone before it comes again; meanwhile the others come.
                int rounds = door == FILE ? asked.number("times") : 1;
                for (int round = 0; round < rounds; round++) {
                    for (int number = door; number < asked.number("tasks"); number += DOORS) {
                        TimeUnit.MILLISECONDS.sleep(asked.number("every"));
                        send(door, asked.text("prefix") + "-" + number, asked.number("times") / rounds, factory);
                    }
                }
            }
            return null;
        };
    }

    /** One after the other; those that do not come by file, by queue and by HTTP in turn. */
    private void send(int door, String ref, int times, ActiveMQConnectionFactory factory) throws Exception {
        for (int copy = 0; copy < times; copy++) {
            int by = door == FILE ? FILE : (door + copy) % FILE;
            untilAcknowledged(() -> send(by, ref, factory));
            ledger.write(Map.of("ref", ref, "door", by));
        }
    }

    private boolean send(int door, String ref, ActiveMQConnectionFactory factory)
            throws IOException, InterruptedException {
        return switch (door) {
            case 0 -> byHttp(ref);
            case 1 -> byQueue(ref, factory);
            default -> byFile(ref);
        };
    }

    private boolean byHttp(String ref) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("flow", asked.text("flow")).put("key", ref);
        body.set("input", JSON.createObjectNode().put("ref", ref));
        var request = HttpRequest.newBuilder(URI.create(asked.text("http") + "/api/tasks"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + asked.text("token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status / 100 == 4 && status != 429) {
            throw new IllegalStateException("The hub refuses " + ref + " with " + status);
        }
        return status / 100 == 2;
    }

    private boolean byQueue(String ref, ActiveMQConnectionFactory factory) {
        try (JMSContext jms = factory.createContext("tutti", asked.text("password"))) {
            jms.createProducer()
                    .setProperty("flow", asked.text("flow"))
                    .setProperty("key", ref)
                    .setJMSCorrelationID(ref)
                    .setJMSReplyTo(jms.createQueue(Judge.REPLIES))
                    .send(
                            jms.createQueue("tutti.tasks"),
                            JSON.createObjectNode().put("ref", ref).toString());
            return true;
        } catch (JMSRuntimeException e) {
            return false;
        }
    }

    /** The same content under the same name is the same task; the one before must have been taken. */
    private boolean byFile(String ref) throws IOException {
        Path inbox = Files.createDirectories(Path.of(asked.text("inbox"), asked.text("flow")));
        Path file = inbox.resolve(ref + ".json");
        if (Files.exists(file)) {
            return false;
        }
        Path hidden = Files.writeString(
                inbox.resolve("." + ref),
                JSON.createObjectNode().put("ref", ref).toString());
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static void untilAcknowledged(Callable<Boolean> send) throws Exception {
        while (!acknowledged(send)) {
            TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
        }
    }

    private static boolean acknowledged(Callable<Boolean> send) throws Exception {
        try {
            return send.call();
        } catch (IOException e) {
            return false;
        }
    }
}
